package io.leat.log.quorum;

import io.leat.log.runtime.BugException;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Offload;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes to files, one after the other on a lane. Owned by a loop. A full disk makes them wait
 * until it has room; any other failure is final.
 */
final class DurableSteps {

    private static final Logger log = LoggerFactory.getLogger(DurableSteps.class);
    private static final long ROOM_PAUSE_MS = 1_000;

    private record Step(Runnable work, Runnable done) {}

    private final EventLoop loop;
    private final Offload.Lane lane;
    private final String where;
    private final Consumer<RuntimeException> onFailure;

    /** What is to be done on the lane, in order; the first may be under way. */
    private final ArrayDeque<Step> steps = new ArrayDeque<>();

    private boolean working;
    private boolean full;
    private boolean waitedForRoom;
    private boolean broken;
    private @Nullable Step closing;

    /**
     * @param where what is written, for people
     */
    DurableSteps(
            EventLoop loop, Offload.Lane lane, String where, Consumer<RuntimeException> onFailure) {
        this.loop = loop;
        this.lane = lane;
        this.where = where;
        this.onFailure = onFailure;
    }

    /**
     * Runs {@code work} on the lane, then {@code done} on the loop. Work that finds the disk full
     * has to leave the files as they were, and is run again.
     */
    void run(Runnable work, Runnable done) {
        if (broken) {
            return;
        }
        steps.add(new Step(work, done));
        next();
    }

    /** Runs {@code done} on the loop behind all work so far: without the lane if there is none. */
    void afterAll(Runnable done) {
        if (steps.isEmpty() && !broken) {
            loop.execute(done);
        } else {
            run(() -> {}, done);
        }
    }

    private void next() {
        if (working || full) {
            return;
        }
        Step step = steps.peek();
        if (step == null) {
            if (closing != null) {
                end(closing);
            }
            return;
        }
        working = true;
        lane.run(
                () -> {
                    step.work().run();
                    return Boolean.TRUE;
                },
                loop,
                (ok, failure) -> {
                    working = false;
                    ended(step, failure);
                });
    }

    private void ended(Step step, @Nullable Throwable failure) {
        if (failure instanceof DiskException disk && disk.kind() == DiskException.Kind.FULL) {
            if (closing == null) {
                waitForRoom();
            } else {
                steps.clear();
                next();
            }
            return;
        }
        steps.remove();
        if (failure != null) {
            steps.clear(); // what comes next would lie behind what may be missing
            fail(failure);
        } else {
            waitedForRoom = false;
            step.done().run();
        }
        next();
    }

    /** Nothing was written, and nothing waits behind what could not be: it is tried again. */
    private void waitForRoom() {
        if (!waitedForRoom) {
            waitedForRoom = true;
            log.error(
                    "The disk is full: changes to topics and the cluster wait until {} can be"
                            + " written. Make room, or move the data to a larger disk",
                    where);
        }
        full = true;
        loop.schedule(
                ROOM_PAUSE_MS,
                () -> {
                    full = false;
                    next();
                });
    }

    /** A write or fsync failed: what is on disk is unknown, so nothing counts as durable again. */
    private void fail(Throwable failure) {
        if (!broken) {
            broken = true;
            onFailure.accept(
                    failure instanceof RuntimeException e
                            ? e
                            : new BugException("the metadata log cannot be written", failure));
        }
    }

    /** Runs {@code work} on the lane behind what is being written, then {@code done}. */
    void close(Runnable work, Runnable done) {
        closing = new Step(work, done);
        if (full) {
            full = false;
            steps.clear(); // nobody was told that it is durable
        }
        next();
    }

    private void end(Step last) {
        closing = null;
        lane.run(
                () -> {
                    last.work().run();
                    return Boolean.TRUE;
                },
                loop,
                (ok, failure) -> last.done().run());
    }
}
