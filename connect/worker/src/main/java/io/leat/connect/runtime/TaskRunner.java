package io.leat.connect.runtime;

import io.leat.connect.runtime.TaskStatus.State;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.Threads;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one task running: starts a new {@link TaskLoop} after a failure, as often as its policy
 * allows, on the one thread of the task.
 */
final class TaskRunner implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);
    private static final long MAX_BACKOFF_MS = 60_000;

    /**
     * How often a failed task is started again.
     *
     * @param attempts in a row; an attempt that ran for a minute does not count
     */
    record Policy(int attempts, long backoffMs) {}

    private final Ports ports;
    private final Policy policy;
    private final Supplier<TaskLoop> loops;
    private final Threads.Signal wake;
    private final Threads.Task thread;
    private volatile TaskLoop loop;
    private volatile @Nullable TaskStatus waiting;
    private volatile boolean stopping;
    private volatile boolean paused;

    /** Makes the first loop now, so that wrong settings are told to the caller, and starts. */
    TaskRunner(Ports ports, Policy policy, Supplier<TaskLoop> loops, boolean paused) {
        this.ports = ports;
        this.policy = policy;
        this.loops = loops;
        this.wake = ports.threads().signal();
        this.paused = paused;
        this.loop = loops.get();
        this.loop.pause(paused);
        this.thread = ports.threads().start("connect-" + loop.id(), this);
    }

    TaskId id() {
        return loop.id();
    }

    TaskStatus status() {
        TaskStatus now = waiting;
        return now == null ? loop.status() : now;
    }

    @Override
    public void run() {
        int failures = 0;
        while (true) {
            long begin = ports.clock().millis();
            loop.run();
            TaskStatus ended = loop.status();
            if (ports.clock().millis() - begin >= MAX_BACKOFF_MS) {
                failures = 0;
            }
            if (ended.state() != State.FAILED || stopping || ++failures > policy.attempts()) {
                return;
            }
            waiting = new TaskStatus(State.RESTARTING, ended.failure());
            LOG.atWarn()
                    .addKeyValue("task", id())
                    .addKeyValue("attempt", failures)
                    .log("starting the failed task again");
            if (!backOff(failures)) {
                return;
            }
            loop = loops.get();
            loop.pause(paused);
            waiting = null;
            if (stopping) {
                loop.stop();
            }
        }
    }

    private boolean backOff(int failures) {
        long wait = policy.backoffMs() << Math.min(failures - 1, 16);
        try {
            wake.await(Math.min(wait, MAX_BACKOFF_MS));
            return !stopping;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void pause(boolean wanted) {
        paused = wanted;
        loop.pause(wanted);
    }

    /** Asks the task to end. */
    void stop() {
        stopping = true;
        wake.raise();
        loop.stop();
    }

    /** Waits for the end that {@link #stop} asked for; after {@code timeoutMs} less politely. */
    void join(long timeoutMs) throws InterruptedException {
        if (!thread.join(timeoutMs)) {
            LOG.atWarn().addKeyValue("task", id()).log("task did not end, interrupting it");
            thread.interrupt();
            thread.join(timeoutMs);
        }
    }
}
