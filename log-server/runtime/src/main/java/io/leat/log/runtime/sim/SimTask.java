package io.leat.log.runtime.sim;

import io.leat.log.runtime.Check;
import io.leat.log.runtime.Threads;
import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread of a simulated node: a real thread that runs only while it holds the {@link Baton}. Its
 * waiting gives the baton back and lets virtual time pass.
 */
final class SimTask implements Threads.Task {

    private static final int CRASHES_IGNORED_MAX = 1_000;

    private final Life life;
    private final String name;
    private final Thread thread;
    private final Semaphore go = new Semaphore(0);
    private final Runnable step = this::step;
    private final ArrayDeque<SimTask> joiners = new ArrayDeque<>();
    private @Nullable ArrayDeque<SimTask> waitingIn;
    private boolean woken;
    private boolean ended;
    private int crashesIgnored;

    SimTask(Life life, String name, Runnable body) {
        this.life = life;
        this.name = name;
        this.thread = new Thread(() -> main(body), life.node.name() + "/" + name);
        thread.setDaemon(true);
    }

    void launch(long delayNanos) {
        thread.start();
        life.simulation.schedule(Event.Kind.THREAD, life, delayNanos, step);
    }

    private void main(Runnable body) {
        go.acquireUninterruptibly();
        try {
            if (life.alive()) {
                body.run();
            }
        } catch (NodeCrashedError e) {
            if (life.alive()) {
                life.simulation.threadFailed(e);
            }
        } catch (Throwable e) {
            if (life.alive()) {
                life.simulation.threadFailed(e);
            }
        } finally {
            finish();
        }
    }

    private void finish() {
        ended = true;
        life.tasks.remove(this);
        while (life.alive() && wakeOne(life, joiners, 0)) {}
        life.simulation.baton().giveBack();
    }

    /** Runs the thread until it waits or ends. Called by the driver, in an event of its life. */
    private void step() {
        if (!ended) {
            life.simulation.baton().lend(this);
        }
    }

    /** Ends the thread of a crashed node: its next port call throws, until it has unwound. */
    void reap() {
        step();
    }

    /** Throws when the node has crashed; a thread that swallows that for ever is abandoned. */
    void checkAlive() {
        if (life.alive()) {
            return;
        }
        if (++crashesIgnored > CRASHES_IGNORED_MAX) {
            ended = true;
            life.tasks.remove(this);
            life.simulation.baton().giveBack();
            while (true) {
                LockSupport.park(this);
            }
        }
        throw new NodeCrashedError(life.node.name());
    }

    /**
     * Waits in {@code queue} until {@link #wakeOne} takes this thread out of it or {@code
     * timeoutMs} passed; whether it was woken. Called by the thread itself.
     */
    boolean park(ArrayDeque<SimTask> queue, long timeoutMs, long jitterNanos)
            throws InterruptedException {
        checkAlive();
        Check.that(life.simulation.baton().holder() == this, "a task waits on a foreign thread");
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        queue.add(this);
        waitingIn = queue;
        woken = false;
        long delay = Math.min(Math.max(0, timeoutMs), 1L << 40) * 1_000_000L + jitterNanos;
        Event timeout =
                life.simulation.schedule(
                        Event.Kind.THREAD,
                        life,
                        delay,
                        () -> {
                            if (queue.remove(this)) {
                                step();
                            }
                        });
        life.simulation.baton().giveBack();
        go.acquireUninterruptibly();
        timeout.cancel();
        waitingIn = null;
        checkAlive();
        if (!woken && Thread.interrupted()) {
            throw new InterruptedException();
        }
        return woken;
    }

    /** Takes the first waiter out of {@code queue} and lets it run soon; false if none waits. */
    static boolean wakeOne(Life life, ArrayDeque<SimTask> queue, long delayNanos) {
        SimTask waiter = queue.poll();
        if (waiter == null) {
            return false;
        }
        waiter.woken = true;
        life.simulation.schedule(Event.Kind.THREAD, life, delayNanos, waiter.step);
        return true;
    }

    @Override
    public boolean join(long timeoutMs) throws InterruptedException {
        SimTask caller = life.simulation.baton().holder();
        if (caller == null) {
            return life.simulation.runUntil(() -> ended, timeoutMs);
        }
        return ended || caller.park(joiners, timeoutMs, 0) || ended;
    }

    @Override
    public void interrupt() {
        thread.interrupt();
        ArrayDeque<SimTask> queue = waitingIn;
        if (queue != null && queue.remove(this)) {
            life.simulation.schedule(Event.Kind.THREAD, life, 0, step);
        }
    }

    @Override
    public boolean isAlive() {
        return !ended && life.alive();
    }

    @Override
    public String name() {
        return name;
    }

    Semaphore go() {
        return go;
    }

    StackTraceElement[] stackTrace() {
        return thread.getStackTrace();
    }
}
