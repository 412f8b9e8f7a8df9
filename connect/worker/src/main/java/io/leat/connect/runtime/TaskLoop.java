package io.leat.connect.runtime;

import io.leat.connect.runtime.TaskStatus.State;
import io.leat.log.runtime.Clock;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.Threads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one task, from open to close, on its own thread. {@link #stop} and {@link #pause} may
 * come from any thread; all else belongs to the task's.
 *
 * <pre>
 *   STARTING --> RUNNING &lt;--> PAUSED
 *       |           |  \         |
 *       v           v   \        v
 *     FAILED &lt;------+    +--> STOPPED
 * </pre>
 */
abstract class TaskLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(TaskLoop.class);

    private final TaskId id;
    private final Clock clock;
    private final Threads.Signal wake;
    private volatile TaskStatus status = new TaskStatus(State.STARTING, null);
    private volatile boolean stopping;
    private volatile boolean pauseWanted;

    TaskLoop(TaskId id, Ports ports) {
        this.id = id;
        this.clock = ports.clock();
        this.wake = ports.threads().signal();
    }

    TaskId id() {
        return id;
    }

    TaskStatus status() {
        return status;
    }

    boolean stopping() {
        return stopping;
    }

    long nowMs() {
        return clock.millis();
    }

    /** Waits {@code ms}, or less when the task is to stop or to pause. */
    void waitFor(long ms) throws InterruptedException {
        if (!stopping) {
            wake.await(ms);
        }
    }

    /** Asks the loop to end. */
    void stop() {
        stopping = true;
        wake.raise();
    }

    /** Asks the loop to move nothing until told otherwise. */
    void pause(boolean wanted) {
        pauseWanted = wanted;
        wake.raise();
    }

    @Override
    public final void run() {
        try {
            open();
            boolean paused = false;
            enter(State.RUNNING);
            while (!stopping) {
                if (pauseWanted != paused) {
                    paused = pauseWanted;
                    paused(paused);
                    enter(paused ? State.PAUSED : State.RUNNING);
                }
                if (paused) {
                    idle();
                } else {
                    step();
                }
            }
            close(null);
            enter(State.STOPPED);
        } catch (Exception e) {
            fail(e);
        }
    }

    private void enter(State state) {
        status = new TaskStatus(state, null);
        LOG.atInfo().addKeyValue("task", id).addKeyValue("state", state).log("task changed state");
    }

    private void fail(Exception failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        try {
            close(failure);
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
        if (stopping) {
            LOG.atDebug().addKeyValue("task", id).setCause(failure).log("task ended by force");
            status = new TaskStatus(State.STOPPED, null);
            return;
        }
        status = new TaskStatus(State.FAILED, failure);
        LOG.atError().addKeyValue("task", id).setCause(failure).log("task failed");
    }

    /** Opens clients and the task. */
    abstract void open() throws Exception;

    /** One turn: moves some records, or waits a little for them. */
    abstract void step() throws Exception;

    /** One turn of a paused task. */
    abstract void idle() throws Exception;

    /** The task is paused from now on, or no longer. */
    abstract void paused(boolean paused) throws Exception;

    /** Gives everything back; {@code failure} is null for an orderly end. */
    abstract void close(@Nullable Exception failure) throws Exception;
}
