package io.leat.streams.crash;

import io.leat.log.runtime.Check;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.testkit.sim.SimulatedLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One run of the application in a simulation: a log, the input, one or two instances, and at most
 * one harm. Owned by the calling thread.
 */
final class CrashRun implements AutoCloseable {

    private static final long START_MS = 60_000;
    private static final long LOOK_MS = 100;
    private static final long CALM_MS = 1_000;
    private static final long SETTLED_MS = 300;
    private static final long PATIENCE_MS = 12_000;
    private static final long AWAY_MS = 500;
    private static final long PAUSE_MS = 5_000;

    /** Only what keeps old records, and makes the start of a group quick. */
    private static final Map<String, String> SERVER =
            Map.of("log.retention.ms", "-1", "log.segment.bytes", "1048576");

    private final Plan plan;
    private final SimulatedLog log;
    private final CommitPoints points;
    private final List<Instance> instances = new ArrayList<>();
    private final Reader reader;
    private boolean stopped;
    private long healedAtMs;
    private @Nullable Instance gone;

    CrashRun(Plan plan, int count, long seed, @Nullable Strike strike) {
        this.plan = plan;
        this.log = new SimulatedLog(seed, SERVER);
        this.points = new CommitPoints(strike, this::strike);
        for (int i = 0; i < count; i++) {
            instances.add(new Instance(log, "instance-" + i, plan, points, () -> stopped));
        }
        this.reader = new Reader(log, plan, () -> stopped);
    }

    /** Runs until nothing more comes. */
    Outcome calm() {
        return run(CALM_MS, outcome -> false);
    }

    /** Runs until {@code done} holds and stays so, or nothing more comes for long. */
    Outcome until(Predicate<Outcome> done) {
        return run(PATIENCE_MS, done);
    }

    private Outcome run(long patienceMs, Predicate<Outcome> done) {
        plan.outside().reset().run();
        Map<String, Integer> topics = new HashMap<>();
        plan.topics().forEach(topic -> topics.put(topic, plan.partitions()));
        log.createTopics(topics);
        Feeder feeder = new Feeder(log, plan.input());
        feeder.boot();
        Check.that(log.simulation().runUntil(feeder::finished, START_MS), "the input is stuck");
        instances.forEach(Instance::boot);
        if (!log.simulation().runUntil(this::allRun, START_MS)) {
            throw new IllegalStateException("the application does not start", failure());
        }
        reader.boot();
        int seen = 0;
        long changedAtMs = log.simulation().nowMs();
        while (true) {
            log.simulation().runFor(LOOK_MS);
            long now = log.simulation().nowMs();
            if (reader.count() != seen) {
                seen = reader.count();
                changedAtMs = now;
            }
            long quietMs = now - Math.max(changedAtMs, healedAtMs);
            if (quietMs >= patienceMs
                    || quietMs >= SETTLED_MS && allRun() && done.test(outcome())) {
                return outcome();
            }
        }
    }

    private boolean allRun() {
        return instances.stream().allMatch(each -> each == gone || each.isRunning());
    }

    private @Nullable Throwable failure() {
        return instances.stream()
                .map(Instance::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private Outcome outcome() {
        Map<String, Map<String, String>> stores = new TreeMap<>();
        instances.forEach(each -> each.addStores(stores));
        return new Outcome(
                reader.found(), stores, plan.outside().seen().get(), points.reached(), failure());
    }

    /** Called by a thread of {@code instance}; ends that thread if it ends the process. */
    private void strike(Instance instance, Harm harm) {
        SimNode host = instance.host();
        var ports = host.ports();
        healedAtMs = log.simulation().nowMs() + (harm == Harm.PAUSE ? PAUSE_MS : AWAY_MS);
        switch (harm) {
            case KILL, LEAVE_DEAD -> host.kill();
            case POWER_LOSS -> host.crash();
            case PAUSE -> host.pause();
            case SERVER_POWER_LOSS -> log.host().crash();
        }
        switch (harm) {
            case KILL, POWER_LOSS -> log.simulation().after(AWAY_MS, () -> restart(instance));
            case LEAVE_DEAD -> gone = instance;
            case PAUSE -> log.simulation().after(PAUSE_MS, host::resume);
            case SERVER_POWER_LOSS ->
                    log.simulation()
                            .after(
                                    AWAY_MS,
                                    () -> {
                                        log.host().restart();
                                        log.boot();
                                    });
        }
        // The next use of a port ends the thread of a dead process, and holds that of a paused one.
        try {
            ports.threads().sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void restart(Instance instance) {
        instance.host().restart();
        instance.boot();
    }

    /** Whether the harm was done. */
    boolean struck() {
        return points.struck();
    }

    @Override
    public void close() {
        stopped = true;
        log.close();
    }
}
