package io.leat.log.storage;

import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Takes segments away from one log: their names at once, their bytes once the delay of the topic is
 * over and nobody reads or forces them any more. Owned by the partition's loop.
 *
 * <pre>
 *   .log --discard--> .log.deleted --delay, then forces and reads are through--> (nothing)
 * </pre>
 *
 * <p>What is renamed when the process dies goes at the next start.
 */
final class SegmentRemoval {

    private final PartitionLog log;
    private final LogContext context;
    private final LogParts parts;
    private final List<Due> waiting = new ArrayList<>();

    /** Segments that go together. */
    private final class Due {

        private final List<Segment> segments;
        private @Nullable Timer timer;

        Due(List<Segment> segments) {
            this.segments = segments;
        }

        void after(long delayMs) {
            waiting.add(this);
            timer = context.loop().schedule(delayMs, this::go);
        }

        private void go() {
            waiting.remove(this);
            delete(segments);
        }

        void cancel() {
            if (timer != null) {
                timer.cancel();
            }
        }
    }

    SegmentRemoval(PartitionLog log, LogContext context, LogParts parts) {
        this.log = log;
        this.context = context;
        this.parts = parts;
    }

    /** Takes away what lies below the start of the log as a whole. */
    void dropBelow(long logStart) {
        List<Segment> gone = new ArrayList<>();
        while (parts.segments.size() > 1
                && parts.segments.firstEntry().getValue().nextOffset() <= logStart) {
            Segment segment = parts.segments.pollFirstEntry().getValue();
            gone.add(segment);
            try {
                segment.discard();
                parts.disk.delete(parts.path(segment.baseOffset(), PartitionLog.SNAPSHOT));
            } catch (DiskException e) {
                log.goOffline(e);
            }
        }
        later(gone);
    }

    /** Deletes segments when it is time: they have no names any more. */
    void later(List<Segment> gone) {
        if (gone.isEmpty()) {
            return;
        }
        long delayMs = log.settings().deleteDelayMs();
        if (delayMs == 0) {
            delete(gone);
        } else {
            new Due(List.copyOf(gone)).after(delayMs);
        }
    }

    private void delete(List<Segment> gone) {
        afterForcesAndReads(() -> gone.forEach(Segment::delete), () -> {});
    }

    /** The log closes: no start looks for what would be left, so all of it goes now. */
    List<Segment> takeWaiting() {
        List<Segment> all = new ArrayList<>();
        for (Due due : waiting) {
            due.cancel();
            all.addAll(due.segments);
        }
        waiting.clear();
        return all;
    }

    /**
     * Runs {@code work} off the loop once no force and no read uses a file that we let go now. If
     * it fails, the log is offline.
     */
    void afterForcesAndReads(Runnable work, Runnable done) {
        Callable<@Nullable Void> nothing = () -> null;
        Callable<@Nullable Void> task =
                () -> {
                    work.run();
                    return null;
                };
        context.force()
                .run(
                        nothing,
                        context.loop(),
                        (forced, ignored) ->
                                context.reads()
                                        .run(
                                                task,
                                                context.loop(),
                                                (result, failure) -> {
                                                    if (failure != null) {
                                                        log.goOffline(failure);
                                                    }
                                                    done.run();
                                                }));
    }
}
