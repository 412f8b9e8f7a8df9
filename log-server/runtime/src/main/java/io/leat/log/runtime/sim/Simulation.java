package io.leat.log.runtime.sim;

import io.leat.log.runtime.Check;
import io.leat.log.runtime.Entropy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A whole distributed system in virtual time: nodes, a network and one queue of events, all
 * functions of a seed. Exactly one thread of it runs at any moment: the one that called {@code
 * run…} or the simulated thread that it handed the baton to.
 *
 * <pre>{@code
 * try (Simulation simulation = new Simulation(seed)) {
 *     SimNode node = simulation.node("b1");
 *     ... new Something(node.ports(), node.disk("data")) ...
 *     simulation.runFor(10_000);
 * }
 * }</pre>
 */
public final class Simulation implements AutoCloseable {

    private static final int PURGE_MIN = 1_024;

    private final long seed;
    private final SimEntropy entropy;
    private final SimEntropy tieBreaks;
    private final EventHash hash = new EventHash();
    private final Map<String, SimNode> nodes = new LinkedHashMap<>();
    private final ArrayDeque<Life> toReap = new ArrayDeque<>();
    private final SimNetwork network;
    private final Baton baton = new Baton();
    private final EventQueue queue = new EventQueue();
    private long nowNanos;
    private long steps;
    private long scheduled;
    private int purgeAt = PURGE_MIN;
    private @Nullable Life running;
    private @Nullable SimLoop loop;
    private @Nullable Throwable threadFailure;
    private Consumer<SimNode> afterTurn = node -> {};

    public Simulation(long seed) {
        this.seed = seed;
        this.entropy = new SimEntropy(seed);
        this.tieBreaks = entropy.fork("tie-breaks");
        this.network = new SimNetwork(this, entropy.fork("network"));
    }

    public long seed() {
        return seed;
    }

    /** The node called {@code name}, with one event loop; it is up from its first mention. */
    public SimNode node(String name) {
        return node(name, 1);
    }

    /** The node called {@code name}, with {@code loops} event loops on its first mention. */
    public SimNode node(String name, int loops) {
        SimNode existing = nodes.get(name);
        if (existing == null) {
            existing = new SimNode(this, name, nodes.size(), loops);
            nodes.put(name, existing);
        }
        return existing;
    }

    /** All nodes, in the order of their first mention. */
    public List<SimNode> nodes() {
        return new ArrayList<>(nodes.values());
    }

    /** The node called {@code name} if there is one. */
    @Nullable SimNode find(String name) {
        return nodes.get(name);
    }

    public SimNetwork network() {
        return network;
    }

    /** A random source for the component {@code name} of a test script. */
    public Entropy entropy(String name) {
        return entropy.fork("script/" + name);
    }

    /** Virtual nanoseconds since the start. */
    public long nowNanos() {
        return nowNanos;
    }

    /** Virtual milliseconds since the start. */
    public long nowMs() {
        return nowNanos / 1_000_000L;
    }

    /** How many events have happened. */
    public long steps() {
        return steps;
    }

    /** A hash over every event so far: equal for two runs of the same script and seed. */
    public long eventHash() {
        return hash.value();
    }

    /**
     * Calls {@code observer} after every task of a loop, with its node, while {@link
     * io.leat.log.runtime.EventLoop#inLoop} still holds: there it may read what the loop owns, and
     * throw if that is wrong. It must not change anything.
     */
    public void afterEveryTurn(Consumer<SimNode> observer) {
        afterTurn = observer;
    }

    void turnEnded(SimNode node) {
        afterTurn.accept(node);
    }

    /** Runs {@code action} of the test script, which belongs to no node, in {@code delayMs}. */
    public void after(long delayMs, Runnable action) {
        schedule(Event.Kind.SCRIPT, null, delayMs * 1_000_000L, action);
    }

    /** Runs everything that happens in the next {@code ms} virtual milliseconds. */
    public void runFor(long ms) {
        runUntil(() -> false, ms);
    }

    /** Runs at most {@code count} events; how many there were. */
    public long runSteps(long count) {
        long done = 0;
        while (done < count && step(Long.MAX_VALUE)) {
            done++;
        }
        return done;
    }

    /**
     * Runs until {@code condition} holds, which is asked after every event, or {@code limitMs}
     * virtual milliseconds have passed; whether it held.
     */
    public boolean runUntil(BooleanSupplier condition, long limitMs) {
        Check.that(running == null, "the simulation cannot be run from inside one of its events");
        long limit = nowNanos + Math.min(limitMs, 1L << 40) * 1_000_000L;
        while (!condition.getAsBoolean()) {
            if (!step(limit)) {
                nowNanos = Math.max(nowNanos, limit);
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    private boolean step(long limitNanos) {
        reapThreads();
        Event event = queue.peek();
        while (event != null && event.cancelled()) {
            queue.remove();
            event = queue.peek();
        }
        if (event == null || event.atNanos > limitNanos) {
            return false;
        }
        queue.remove();
        nowNanos = Math.max(nowNanos, event.atNanos);
        Life life = event.life;
        if (life != null && !life.alive()) {
            return true;
        }
        if (life != null && life.node.isPaused()) {
            life.node.defer(event);
            return true;
        }
        steps++;
        note(event.kind, life == null ? -1 : life.node.index(), nowNanos);
        run(event);
        return true;
    }

    private void run(Event event) {
        running = event.life;
        try {
            event.body.run();
        } catch (NodeCrashedError e) {
            Check.that(event.life != null && !event.life.alive(), "crash escaped its node");
        } catch (RuntimeException | Error e) {
            throw failure(event.life, e);
        } finally {
            running = null;
            loop = null;
        }
        if (threadFailure != null) {
            Throwable cause = threadFailure;
            threadFailure = null;
            throw failure(event.life, cause);
        }
    }

    private SimulationException failure(@Nullable Life life, Throwable cause) {
        return new SimulationException(
                seed, nowNanos, life == null ? "the script" : "node " + life.node.name(), cause);
    }

    /** Ends the threads of crashed lives: they get the baton once more and unwind. */
    private void reapThreads() {
        while (!toReap.isEmpty()) {
            Life life = toReap.remove();
            for (SimTask task : new ArrayList<>(life.tasks)) {
                running = life;
                try {
                    task.reap();
                } finally {
                    running = null;
                }
            }
        }
    }

    /** Crashes every node, which ends every simulated thread. */
    @Override
    public void close() {
        for (SimNode node : nodes()) {
            if (node.isUp()) {
                node.kill();
            }
        }
        reapThreads();
        queue.clear();
    }

    // ---- for the bindings ----

    SimEntropy fork(String name) {
        return entropy.fork(name);
    }

    Event schedule(Event.Kind kind, @Nullable Life life, long delayNanos, Runnable body) {
        Event event =
                new Event(
                        nowNanos + Math.max(0, delayNanos),
                        tieBreaks.nextLong(),
                        scheduled++,
                        kind,
                        life,
                        body);
        queue.add(event);
        if (queue.size() > purgeAt) {
            purge();
        }
        return event;
    }

    /** Queues an event that was held back while its node was paused. */
    void again(Event event) {
        queue.add(event);
    }

    private void purge() {
        queue.retain(event -> !event.cancelled() && (event.life == null || event.life.alive()));
        purgeAt = Math.max(PURGE_MIN, 2 * queue.size());
    }

    void note(Event.Kind kind, long owner, long word) {
        hash.mix((owner << 8) + kind.ordinal());
        hash.mix(word);
    }

    /** The life whose code is running now; null for the test script. */
    @Nullable Life running() {
        return running;
    }

    void running(@Nullable Life life) {
        running = life;
    }

    @Nullable SimLoop loop() {
        return loop;
    }

    void enterLoop(@Nullable SimLoop entered) {
        loop = entered;
    }

    Baton baton() {
        return baton;
    }

    void reap(Life life) {
        toReap.add(life);
    }

    void threadFailed(Throwable cause) {
        if (threadFailure == null) {
            threadFailure = cause;
        }
    }
}
