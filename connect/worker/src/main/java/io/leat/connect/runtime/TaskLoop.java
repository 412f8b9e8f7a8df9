package io.leat.connect.runtime;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one task on its own thread.
 *
 * <pre>
 *   STARTING --> RUNNING --> STOPPED
 *       \\___________\\______> FAILED
 * </pre>
 */
abstract class TaskLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(TaskLoop.class);

    private final TaskId id;
    private volatile TaskStatus status = new TaskStatus(TaskStatus.State.STARTING, null);
    private volatile boolean stopping;

    TaskLoop(TaskId id) {
        this.id = id;
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

    /** Asks the loop to end; safe from any thread. */
    void stop() {
        stopping = true;
    }

    @Override
    public final void run() {
        try {
            open();
            status = new TaskStatus(TaskStatus.State.RUNNING, null);
            while (!stopping) {
                step();
            }
            close(null);
            status = new TaskStatus(TaskStatus.State.STOPPED, null);
        } catch (Exception e) {
            fail(e);
        }
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
            status = new TaskStatus(TaskStatus.State.STOPPED, null);
            return;
        }
        status = new TaskStatus(TaskStatus.State.FAILED, failure);
        LOG.atError().addKeyValue("task", id).setCause(failure).log("task failed");
    }

    /** Opens clients and the task. */
    abstract void open() throws Exception;

    /** One turn: moves some records, or waits a little for them. */
    abstract void step() throws Exception;

    /** Gives everything back; {@code failure} is null for an orderly end. */
    abstract void close(@Nullable Exception failure) throws Exception;
}
