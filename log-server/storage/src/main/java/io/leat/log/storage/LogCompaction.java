package io.leat.log.storage;

import io.leat.log.runtime.DiskException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The compaction of one log: says when it is worth it, and runs it. Owned by the loop of the
 * partition's shard; the work runs on the lane of a {@link CleanerWorker}, in steps.
 *
 * <pre>
 *   idle -> flushing -> cleaning (steps) -> preparing -> [segments replaced in memory] -> finishing
 *     ^                                                                                      |
 *     +------------------ pruned <----------- readers and forces of old files are through ---+
 * </pre>
 *
 * <p>While it runs, no segment is deleted; that is made up for at its end. A stop takes effect
 * between two steps, and recovery ends what had begun to count.
 */
public final class LogCompaction {

    static final String CHECKPOINT = "compacted";

    private final PartitionLog log;
    private final LogContext context;
    private final SegmentRemoval removal;
    private long cleanedTo;
    private boolean running;
    private @Nullable Runnable whenStopped;

    LogCompaction(PartitionLog log, LogContext context, SegmentRemoval removal, long cleanedTo) {
        this.log = log;
        this.context = context;
        this.removal = removal;
        this.cleanedTo = cleanedTo;
    }

    static long decode(@Nullable ByteBuffer in) {
        return in == null || in.remaining() < Long.BYTES ? 0 : in.getLong();
    }

    /** Everything below has at most one record per key. */
    public long cleanedTo() {
        return cleanedTo;
    }

    /** The log ends at {@code end} now: what comes there is not compacted. */
    void truncated(long end) {
        cleanedTo = Math.min(cleanedTo, end);
    }

    /** How far it got, as it is written down. */
    static ByteBuffer encode(long cleanedTo) {
        return ByteBuffer.allocate(Long.BYTES).putLong(0, cleanedTo);
    }

    /** Whether a cleaning is under way. */
    public boolean isRunning() {
        return running;
    }

    /**
     * How much compaction is due: the share of bytes that were not compacted yet, 1 if records have
     * waited too long; 0 if it is not worth it.
     */
    public double dirtiness(CompactionSettings settings) {
        if (running || log.isOffline() || log.isTruncating()) {
            return 0;
        }
        long now = context.clock().epochMillis();
        long clean = 0;
        long dirty = 0;
        boolean late = false;
        for (Segment segment : cleanable(settings, now)) {
            if (segment.nextOffset() <= firstDirty()) {
                clean += segment.size();
            } else {
                dirty += segment.size();
                long first = segment.firstTimestamp();
                late |= first >= 0 && now - first > settings.maxLagMs();
            }
        }
        double ratio = dirty == 0 ? 0 : (double) dirty / (clean + dirty);
        return late ? 1 : ratio > settings.minDirtyRatio() ? ratio : 0;
    }

    /** Sealed segments from the first on whose records are decided, and old enough if dirty. */
    private List<Segment> cleanable(CompactionSettings settings, long now) {
        List<Segment> found = new ArrayList<>();
        long stable = log.lastStableOffset();
        for (Segment segment : log.sealed()) {
            boolean dirty = segment.nextOffset() > firstDirty();
            boolean young =
                    settings.minLagMs() > 0 && segment.maxTimestamp() > now - settings.minLagMs();
            if (segment.nextOffset() > stable || dirty && young) {
                break;
            }
            found.add(segment);
        }
        return found;
    }

    private long firstDirty() {
        return Math.max(cleanedTo, log.startOffset());
    }

    /**
     * Compacts what can be; {@code done} runs on the loop, with null for both if there was nothing
     * to do or the log was closed. Not while {@link #isRunning}.
     */
    public void clean(
            CompactionSettings settings,
            CleanerWorker worker,
            BiConsumer<@Nullable CleaningReport, @Nullable Throwable> done) {
        running = true;
        log.flush(
                failure -> {
                    if (failure != null || whenStopped != null) {
                        ended(null, failure, done);
                    } else {
                        new Run(settings, worker, done).begin();
                    }
                });
    }

    private void ended(
            @Nullable CleaningReport report,
            @Nullable Throwable failure,
            BiConsumer<@Nullable CleaningReport, @Nullable Throwable> done) {
        running = false;
        Runnable stopped = whenStopped;
        if (stopped != null) {
            whenStopped = null;
            stopped.run();
        } else if (!log.isOffline()) {
            log.dropBelowStart();
        }
        done.accept(report, failure);
    }

    /** Runs {@code action} once no cleaning touches the files; what runs stops soon. */
    void stop(Runnable action) {
        if (running) {
            whenStopped = action;
        } else {
            action.run();
        }
    }

    /** One cleaning on its way. Owned by the same loop. */
    private final class Run {

        private final CompactionSettings settings;
        private final CleanerWorker worker;
        private final BiConsumer<@Nullable CleaningReport, @Nullable Throwable> done;

        Run(
                CompactionSettings settings,
                CleanerWorker worker,
                BiConsumer<@Nullable CleaningReport, @Nullable Throwable> done) {
            this.settings = settings;
            this.worker = worker;
            this.done = done;
        }

        void begin() {
            long now = context.clock().epochMillis();
            List<Segment> segments = cleanable(settings, now);
            segments.removeIf(segment -> segment.nextOffset() > log.flushedOffset());
            CleaningPlan plan =
                    new CleaningPlan(
                            log.directory(),
                            segments,
                            firstDirty(),
                            log.abortedBetween(0, Long.MAX_VALUE),
                            log.lastOfProducers(),
                            log.settings().indexIntervalBytes(),
                            settings,
                            now);
            if (segments.isEmpty() || plan.end() <= plan.firstDirty()) {
                ended(null, null, done);
                return;
            }
            step(new Cleaning(context.disk(), plan, worker.keyMapBytes()));
        }

        private void step(Cleaning cleaning) {
            if (whenStopped != null || log.isOffline()) {
                discard(cleaning, null);
                return;
            }
            long before = cleaning.moved();
            run(
                    () -> cleaning.step(worker.stepBytes()),
                    (written, failure) -> {
                        if (written == null) {
                            discard(cleaning, failure);
                        } else if (written) {
                            prepare(cleaning);
                        } else {
                            long bytes = cleaning.moved() - before;
                            long pauseMs = (long) (bytes * 1000 / worker.bytesPerSecond());
                            context.loop().schedule(pauseMs, () -> step(cleaning));
                        }
                    });
        }

        private void discard(Cleaning cleaning, @Nullable Throwable cause) {
            if (cause instanceof DiskException disk && disk.kind() != DiskException.Kind.FULL) {
                log.goOffline(cause);
            }
            run(
                    () -> {
                        cleaning.discard();
                        return true;
                    },
                    (discarded, failure) -> ended(null, cause == null ? failure : cause, done));
        }

        private void prepare(Cleaning cleaning) {
            SegmentSwap swap = new SegmentSwap(context.disk(), cleaning);
            run(
                    () -> {
                        swap.prepare();
                        return true;
                    },
                    (prepared, failure) -> {
                        if (failure != null) {
                            offline(failure);
                        } else if (whenStopped != null) {
                            cleaning.written().forEach(segment -> segment.file().close());
                            ended(null, null, done);
                        } else {
                            log.replace(cleaning.read(), cleaning.written());
                            finish(cleaning, swap);
                        }
                    });
        }

        private void finish(Cleaning cleaning, SegmentSwap swap) {
            long cleaned = cleaning.cleanedTo();
            ByteBuffer checkpoint = encode(cleaned);
            String path = log.directory() + "/" + CHECKPOINT;
            run(
                    () -> {
                        swap.finish();
                        // Durable before the next cleaning takes markers away: see BatchCleaner.
                        SealedFile.write(context.disk(), path, checkpoint, true);
                        context.disk().forceDirectory(log.directory());
                        return true;
                    },
                    (finished, failure) -> {
                        if (failure != null) {
                            offline(failure);
                            return;
                        }
                        cleanedTo = cleaned;
                        removal.later(cleaning.read());
                        removal.afterForcesAndReads(() -> {}, () -> released(cleaning));
                    });
        }

        private void released(Cleaning cleaning) {
            long end = cleaning.plan().end();
            log.forgetAborted(Math.min(end, endOf(cleaning.written())));
            ended(
                    new CleaningReport(
                            cleaning.cleanedTo(),
                            sizeOf(cleaning.read()),
                            sizeOf(cleaning.written()),
                            cleaning.damaged()),
                    null,
                    done);
        }

        /** The files are not in one of the orders that are known: only recovery can tell. */
        private void offline(Throwable failure) {
            log.goOffline(failure);
            ended(null, failure, done);
        }

        private <T> void run(Callable<T> work, BiConsumer<@Nullable T, @Nullable Throwable> then) {
            worker.lane().run(work, context.loop(), then);
        }
    }

    private static long endOf(List<Segment> segments) {
        return segments.get(segments.size() - 1).nextOffset();
    }

    private static long sizeOf(List<Segment> segments) {
        long sum = 0;
        for (Segment segment : segments) {
            sum += segment.size();
        }
        return sum;
    }
}
