package io.leat.log.storage;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.record.EndTransactionMarker;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.runtime.Check;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of one partition: batches in segments, with their indexes, producers and epochs. Owned by
 * the loop of the partition's shard: all methods are called there, but for {@link #open} and what
 * {@link #planRead} and {@link #planTimeLookup} return, which block and belong off the loop.
 *
 * <p>An append is in the page cache when it returns; {@link #flush} makes it durable. A failed
 * force, or a write that cannot be undone, takes the log offline for good: every later call is a
 * {@link StorageException} with {@link ErrorCode#KAFKA_STORAGE_ERROR}.
 */
public final class PartitionLog {

    static final String SNAPSHOT = ".snapshot";
    static final String CHECKPOINT = "checkpoint";
    static final String EPOCHS = "leader-epochs";

    private final LogContext context;
    private final Disk disk;
    private final String directory;
    private final LogParts parts;
    private final TreeMap<Long, Segment> segments;
    private final Producers producers;
    private final EpochCache epochs;
    private final ArrayDeque<TailCache.Kept> tail;
    private final LogHealth health;
    private final RecoveryPoint recovery;
    private final FlushQueue flushes;
    private final FlushRules rules;
    private final LogWriter writer;
    private final SegmentRemoval removal;
    private final LogCompaction compaction;
    private final LogTruncation truncation;
    private final LogClosing closing;
    private final ReadPlans reads;
    private final long lostOffsets;
    private LogSettings settings;
    private long logStart;
    private long highWatermark;

    private PartitionLog(
            LogContext context, String directory, LogSettings settings, LogOpener opened) {
        this.context = context;
        this.disk = context.disk();
        this.directory = directory;
        this.settings = settings;
        this.parts = new LogParts(disk, directory, opened);
        this.segments = parts.segments;
        this.producers = parts.producers;
        this.epochs = parts.epochs;
        this.tail = parts.tail;
        this.health = new LogHealth(disk.root() + "/" + directory, context.directoryState());
        this.logStart = opened.logStart;
        this.highWatermark = opened.logStart;
        this.lostOffsets = opened.lostOffsets;
        long durable = Math.min(opened.checkpoint.recoveryPoint(), endOffset());
        this.recovery = new RecoveryPoint(this, disk, directory);
        this.flushes = new FlushQueue(this, context, parts, recovery, durable);
        this.rules = new FlushRules(this, context, flushes);
        this.writer = new LogWriter(this, context, parts, recovery, flushes, rules);
        this.removal = new SegmentRemoval(this, context, parts);
        this.compaction = new LogCompaction(this, context, removal, opened.compactedTo);
        this.truncation = new LogTruncation(this, context, parts, flushes, removal, compaction);
        this.closing =
                new LogClosing(
                        this, context, parts, flushes, rules, removal, compaction, truncation);
        this.reads = new ReadPlans(segments, context.buffers());
    }

    /**
     * Opens the log in {@code directory}, making it when there is none. Blocks.
     *
     * @param clean whether the last process closed the log in order
     * @throws StorageException if what was durable is damaged
     * @throws DiskException if the disk fails
     */
    public static PartitionLog open(
            LogContext context, String directory, LogSettings settings, boolean clean) {
        ClosedLog closed = context.closed().take(directory);
        LogOpener opened =
                LogOpener.open(context.disk(), directory, settings, clean, clean ? closed : null);
        return new PartitionLog(context, directory, settings, opened);
    }

    static TreeSet<Long> snapshots(Disk disk, String directory) {
        return snapshots(disk.list(directory));
    }

    /** The offsets of snapshots among the files of a log. */
    static TreeSet<Long> snapshots(List<String> names) {
        TreeSet<Long> offsets = new TreeSet<>();
        for (String name : names) {
            if (name.endsWith(SNAPSHOT)) {
                offsets.add(Long.parseLong(name.substring(0, name.length() - SNAPSHOT.length())));
            }
        }
        return offsets;
    }

    // ---- where it stands ----

    public String directory() {
        return directory;
    }

    /** The first offset that is not deleted. */
    public long startOffset() {
        return logStart;
    }

    /** The offset the next record gets. */
    public long endOffset() {
        return parts.endOffset();
    }

    /** Everything below is durable. */
    public long flushedOffset() {
        return flushes.flushed();
    }

    public long highWatermark() {
        return highWatermark;
    }

    /** Everything below is decided: what read_committed may see. */
    public long lastStableOffset() {
        return Math.max(logStart, producers.lastStable(highWatermark));
    }

    /** Offsets that were known to be durable and were gone at the start: the disk lost them. */
    public long lostOffsets() {
        return lostOffsets;
    }

    /** Bytes on disk. */
    public long sizeInBytes() {
        long sum = 0;
        for (Segment segment : segments.values()) {
            sum += segment.size();
        }
        return sum;
    }

    public int segmentCount() {
        return segments.size();
    }

    public int latestEpoch() {
        return epochs.latest();
    }

    /** Where the first epoch that is known begins; -1 if none is. */
    public long firstEpochStart() {
        return epochs.firstStart();
    }

    /** The epoch that wrote {@code offset}; -1 when unknown. */
    public int epochAt(long offset) {
        return epochs.epochAt(offset);
    }

    /** The largest epoch not above {@code epoch}, and where it ends; null when there is none. */
    public @Nullable EpochEnd epochEnd(int epoch) {
        return epochs.endOf(epoch, endOffset());
    }

    public boolean isOffline() {
        return health.cause() != null;
    }

    public List<ProducerInfo> producers() {
        return producers.describe();
    }

    /** Whether this epoch of the producer has written to a transaction that has no marker yet. */
    public boolean hasOpenTransaction(long producerId, short epoch) {
        return producers.hasOpenTransaction(producerId, epoch);
    }

    /** Aborted transactions that overlap {@code [from, to)}, by first offset. */
    public List<AbortedTransaction> abortedBetween(long from, long to) {
        return producers.abortedBetween(from, to);
    }

    /** The compaction of this log. */
    public LogCompaction compaction() {
        return compaction;
    }

    /** Raises the high watermark; it never goes back, and never passes the end. */
    public void advanceHighWatermark(long offset) {
        highWatermark = Math.max(highWatermark, Math.min(offset, endOffset()));
    }

    /** New settings of the topic. */
    public void configure(LogSettings newSettings) {
        settings = newSettings;
    }

    // ---- writing ----

    /**
     * Appends one checked batch of a client: refuses what does not fit its producer, else assigns
     * offset and epoch in place and writes.
     *
     * @param frame what holds the bytes, kept for readers at the tail; null if they are not in one
     * @throws StorageException if nothing was appended
     */
    public AppendResult append(RecordBatch batch, @Nullable Frame frame, int leaderEpoch) {
        checkOnline();
        long now = context.clock().epochMillis();
        ProducerEntry.Appended repeated = producers.check(batch);
        if (repeated != null) {
            long time = settings.logAppendTime() ? repeated.timestamp() : -1;
            return new AppendResult(repeated.firstOffset(), repeated.lastOffset(), time, true);
        }
        if (batch.sizeInBytes() > settings.segmentBytes()) {
            throw new StorageException(
                    ErrorCode.RECORD_LIST_TOO_LARGE,
                    "a batch of " + batch.sizeInBytes() + " bytes does not fit into a segment");
        }
        if (settings.logAppendTime()) {
            batch.setLogAppendTime(now);
        }
        writer.write(batch, frame, leaderEpoch, now);
        long time = settings.logAppendTime() ? batch.maxTimestamp() : -1;
        return new AppendResult(batch.baseOffset(), batch.lastOffset(), time, false);
    }

    /**
     * Appends the marker that ends a producer's transaction; returns its offset, or -1 if the
     * partition had the same marker before and nothing was written.
     *
     * @param transactionVersion from 2 on, {@code epoch} is the bumped one
     * @throws StorageException if the marker is fenced
     */
    public long appendMarker(
            long producerId,
            short epoch,
            EndTransactionMarker marker,
            int transactionVersion,
            int leaderEpoch) {
        checkOnline();
        int coordinator = marker.coordinatorEpoch();
        if (!producers.checkMarker(producerId, epoch, coordinator, transactionVersion)) {
            return -1;
        }
        long now = context.clock().epochMillis();
        RecordBatch batch = RecordBatch.at(marker.toBatch(producerId, epoch, now));
        writer.write(batch, null, leaderEpoch, now);
        return batch.baseOffset();
    }

    /**
     * Appends batches that the leader of the partition wrote, with the offsets and epochs they
     * have. What compaction took out between them stays out. Nothing is refused for its producer:
     * the leader did that.
     *
     * @param batches whole and valid
     * @throws StorageException if they are not in order, or cannot be written
     */
    public void appendAsFollower(ByteBuffer batches, @Nullable Frame frame) {
        checkOnline();
        Check.that(!truncation.isRunning(), "%s is being truncated", directory);
        writer.checkInOrder(batches);
        writer.writeAll(batches, frame, context.clock().epochMillis());
    }

    /** A read of the files failed; if the disk is why, its directory goes offline. */
    public void readFailed(Throwable cause) {
        if (cause instanceof DiskException disk && disk.kind() == DiskException.Kind.IO) {
            goOffline(cause);
        }
    }

    void goOffline(Throwable cause) {
        health.fail(cause);
    }

    private void checkOnline() {
        health.check();
    }

    LogHealth health() {
        return health;
    }

    Segment active() {
        return parts.active();
    }

    // ---- making durable ----

    /**
     * Makes everything appended so far durable, then runs {@code done} on the loop with null, or
     * with why not; then the log is offline. Calls that come while files are being forced share the
     * next force.
     */
    public void flush(Consumer<@Nullable StorageException> done) {
        StorageException cause = offlineCause();
        if (cause != null) {
            done.accept(cause);
            return;
        }
        flushes.request(done);
    }

    /** Whether so many records are not durable that, by its settings, they have to be first. */
    public boolean isFlushDue() {
        return rules.isDue();
    }

    /** Why this log, or its directory as a whole, cannot be used; null while it can. */
    @Nullable StorageException offlineCause() {
        return health.cause();
    }

    /** What the last {@link RecoveryPoint#task} took could not be written. */
    void checkpointFailed() {
        epochs.markDirty();
    }

    List<Segment> segmentsFrom(long offset) {
        Long base = segments.floorKey(offset);
        return List.copyOf(segments.tailMap(base == null ? segments.firstKey() : base).values());
    }

    // ---- for what is written down about it ----

    @Nullable ByteBuffer takeEpochs() {
        return epochs.takeDirty() ? epochs.encode() : null;
    }

    ByteBuffer encodeEpochs() {
        return epochs.encode();
    }

    ByteBuffer encodeProducers() {
        return producers.encode(highWatermark);
    }

    LogSettings settings() {
        return settings;
    }

    boolean isSegment(long baseOffset) {
        return segments.containsKey(baseOffset);
    }

    /**
     * Makes everything durable, writes what a quick start needs and closes; {@code done} runs on
     * the loop. Nothing may be called after this.
     */
    public void close(Runnable done) {
        closing.close(done);
    }

    /** Lets go of all files without making anything durable: they are about to be deleted. */
    public void abandon(Runnable done) {
        closing.abandon(done);
    }

    // ---- reading ----

    /**
     * Batches from the one that holds {@code offset}, below {@code bound}, about {@code maxBytes}
     * of them; null if they are not in memory any more, and {@link #planRead} has to be used.
     *
     * @param atLeastOne whether one batch comes even if it is larger than {@code maxBytes}
     * @throws StorageException if the offset is not in the log
     */
    public @Nullable LogRead readTail(long offset, long bound, int maxBytes, boolean atLeastOne) {
        checkOffset(offset);
        if (offset >= bound) {
            return LogRead.empty(offset);
        }
        return TailCache.read(tail, offset, bound, maxBytes, atLeastOne);
    }

    /**
     * As {@link #readTail}, from the files: planned here, to be called off the loop.
     *
     * @throws StorageException if the offset is not in the log
     */
    public Callable<LogRead> planRead(long offset, long bound, int maxBytes, boolean atLeastOne) {
        checkOffset(offset);
        return reads.batches(offset, bound, maxBytes, atLeastOne);
    }

    private void checkOffset(long offset) {
        checkOnline();
        if (offset < logStart || offset > endOffset()) {
            throw new StorageException(
                    ErrorCode.OFFSET_OUT_OF_RANGE,
                    "offset " + offset + " is not in " + logStart + " to " + endOffset());
        }
    }

    /**
     * Finds the first record below {@code bound} with this timestamp or a later one; null if there
     * is none. Planned here, to be called off the loop.
     */
    public Callable<@Nullable TimestampOffset> planTimeLookup(long timestamp, long bound) {
        checkOnline();
        return reads.atTime(timestamp, logStart, bound);
    }

    /** The newest timestamp in the log and the first offset that has it; null in an empty log. */
    public Callable<@Nullable TimestampOffset> planMaxTimestamp(long bound) {
        long max = -1;
        for (Segment segment : segments.values()) {
            max = Math.max(max, segment.maxTimestamp());
        }
        return max < 0 ? () -> null : planTimeLookup(max, bound);
    }

    // ---- cutting ----

    /** Moves the start of the log up to {@code offset}, at most to the high watermark. */
    public void advanceStart(long offset) {
        checkOnline();
        if (offset > highWatermark) {
            throw new StorageException(
                    ErrorCode.OFFSET_OUT_OF_RANGE,
                    "offset " + offset + " is above the high watermark " + highWatermark);
        }
        if (offset > logStart) {
            logStart = offset;
            producers.onLogStart(offset);
            epochs.truncateBefore(offset);
            flushes.onRoll();
            dropBelowStart();
        }
    }

    /**
     * Cuts off everything from {@code offset} on, durably: for a follower whose log went another
     * way than its leader's. {@code done} runs on the loop, with null or with why the log is
     * offline; until then nothing may be appended. A crash before leaves the log as it was, or a
     * part of it that ends at {@code offset} or later.
     */
    public void truncateTo(long offset, Consumer<@Nullable StorageException> done) {
        truncation.to(offset, done);
    }

    /**
     * Lets go of everything and begins anew at {@code offset}, durably: for a follower that has
     * nothing in common with its leader's log. Otherwise as {@link #truncateTo}.
     */
    public void truncateFullyAndStartAt(long offset, Consumer<@Nullable StorageException> done) {
        truncation.startAt(offset, done);
    }

    /** Whether a truncation is under way. */
    public boolean isTruncating() {
        return truncation.isRunning();
    }

    /** In memory the log now is {@code [start, end)}. */
    void truncated(long start, long end) {
        logStart = start;
        highWatermark = Math.max(start, Math.min(highWatermark, end));
        recovery.onTruncated(end);
    }

    /** Deletes what retention lets go; returns whether the start of the log moved. */
    public boolean applyRetention() {
        checkOnline();
        if (truncation.isRunning()) {
            return false;
        }
        long now = context.clock().epochMillis();
        long start = Retention.start(segments, settings, highWatermark, now);
        if (start <= logStart) {
            return false;
        }
        if (start == endOffset() && active().size() > 0) {
            try {
                writer.roll();
            } catch (DiskException e) {
                throw health.writeFailed(e);
            }
        }
        advanceStart(start);
        return true;
    }

    void dropBelowStart() {
        if (!compaction.isRunning() && !truncation.isRunning()) {
            removal.dropBelow(logStart);
        } // else it comes back here when it is through with the files
    }

    // ---- for compaction ----

    /** All segments but the active one. */
    Collection<Segment> sealed() {
        return segments.headMap(segments.lastKey(), false).values();
    }

    Set<Long> lastOfProducers() {
        return producers.lastOffsets();
    }

    /** Readers get {@code cleaned} from now on. */
    void replace(List<Segment> old, List<Segment> cleaned) {
        old.forEach(segment -> segments.remove(segment.baseOffset()));
        cleaned.forEach(segment -> segments.put(segment.baseOffset(), segment));
        context.tail().dropBelow(tail, cleaned.get(cleaned.size() - 1).nextOffset());
    }

    /** No record of a transaction aborted below {@code offset} is in the files any more. */
    void forgetAborted(long offset) {
        TailCache.Kept oldest = tail.peekFirst();
        long inMemory = oldest == null ? Long.MAX_VALUE : oldest.baseOffset;
        producers.forgetAborted(Math.min(offset, inMemory));
    }

    /** Forgets producers that were idle since before {@code timestamp}. */
    public void expireProducers(long timestamp) {
        producers.expire(timestamp);
    }
}
