package io.leat.log.runtime.sim;

import io.leat.log.runtime.BugException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The right to run, which exactly one thread of a simulation holds. The driver lends it to a {@link
 * SimTask} and waits until that gives it back, so that all hand-overs are ordered and visible.
 */
final class Baton {

    private static final long STUCK_SECONDS = 60;

    private final Semaphore atDriver = new Semaphore(0);
    private @Nullable SimTask holder;

    /** The simulated thread that runs now; null when the driver itself runs. */
    @Nullable SimTask holder() {
        return holder;
    }

    /** Lets {@code task} run until it waits or ends. Called by the driver. */
    void lend(SimTask task) {
        holder = task;
        task.go().release();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (!atDriver.tryAcquire(STUCK_SECONDS, TimeUnit.SECONDS)) {
                        throw stuck(task);
                    }
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            holder = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Gives the baton back to the driver. Called by the thread that holds it. */
    void giveBack() {
        atDriver.release();
    }

    private static BugException stuck(SimTask task) {
        BugException bug =
                new BugException(
                        "simulated thread "
                                + task.name()
                                + " did not give the baton back: it spins, or waits for something"
                                + " other than a port");
        bug.setStackTrace(task.stackTrace());
        return bug;
    }
}
