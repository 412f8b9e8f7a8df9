package io.leat.log.broker;

import io.leat.log.runtime.Clock;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.util.ArrayDeque;

/** A loop that runs what it was given when a test says so; the test's thread is its thread. */
public final class TestLoop implements EventLoop, Clock {

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private long nowMs;

    /** Lets time go on. */
    public void advance(long ms) {
        nowMs += ms;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Timers never fire: nothing tested here depends on them. */
    @Override
    public Timer schedule(long delayMs, Runnable task) {
        if (delayMs <= 0) {
            execute(task);
        }
        return () -> {};
    }

    @Override
    public boolean inLoop() {
        return true;
    }

    @Override
    public Clock clock() {
        return this;
    }

    @Override
    public long nanos() {
        return nowMs * 1_000_000;
    }

    @Override
    public long epochMillis() {
        return nowMs;
    }

    /** Runs everything queued, and what that queues. */
    public void run() {
        Runnable next;
        while ((next = tasks.poll()) != null) {
            next.run();
        }
    }
}
