package io.leat.log.storage;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.record.InvalidBatchException;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import io.leat.log.runtime.Disk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the segments of a plan again with the newest record of each key. Its steps block and run
 * off the loops, one at a time; it touches nothing that belongs to the log.
 *
 * <pre>
 *   MAPPING --all dirty segments, or the map is full--> WRITING --all mapped segments--> WRITTEN
 * </pre>
 *
 * <p>What it writes is in files named {@code .cleaned} until {@link SegmentSwap} puts them in
 * place.
 */
final class Cleaning {

    private static final int WRITE_BYTES = 256 * 1024;

    private enum Phase {
        MAPPING,
        WRITING,
        WRITTEN
    }

    private final Disk disk;
    private final CleaningPlan plan;
    private final List<Segment> written = new ArrayList<>();
    private final List<Segment> read = new ArrayList<>();
    private Phase phase = Phase.MAPPING;
    private final KeyMap newest;
    private final CleaningTransactions mapped;
    private @Nullable BatchCleaner cleaner;
    private @Nullable BatchScan scan;
    private @Nullable Segment output;
    private ByteBuffer pending = ByteBuffer.allocate(0);
    private long mappedTo;
    private long moved;
    private int at;

    Cleaning(Disk disk, CleaningPlan plan, long keyMapBytes) {
        this.disk = disk;
        this.plan = plan;
        this.newest = new KeyMap(keyMapBytes);
        this.mapped = new CleaningTransactions(plan.aborted());
        this.mappedTo = plan.firstDirty();
    }

    CleaningPlan plan() {
        return plan;
    }

    /** Segments that were read, and are to be replaced by {@link #written}. */
    List<Segment> read() {
        return read;
    }

    /** Segments that were written, in order. */
    List<Segment> written() {
        return written;
    }

    /** Everything below was compacted, once all is written. */
    long cleanedTo() {
        return mappedTo;
    }

    int damaged() {
        return cleaner == null ? 0 : cleaner.damaged();
    }

    /** Bytes read and written so far. */
    long moved() {
        return moved;
    }

    /**
     * Goes on until about {@code bytes} were read and written; returns whether all is written.
     *
     * @throws StorageException if a segment is damaged so that its batches cannot be told apart
     */
    boolean step(long bytes) {
        long until = moved + bytes;
        while (moved < until && phase != Phase.WRITTEN) {
            BatchCleaner filter = cleaner;
            if (filter == null) {
                map();
            } else {
                write(filter);
            }
        }
        return phase == Phase.WRITTEN;
    }

    // ---- which record is the newest of its key ----

    private void map() {
        List<Segment> segments = plan.segments();
        while (at < segments.size() && segments.get(at).nextOffset() <= plan.firstDirty()) {
            at++;
        }
        if (at == segments.size()) {
            beginWriting();
            return;
        }
        RecordBatch batch = next();
        if (batch.baseOffset() >= plan.firstDirty()) {
            // The first one fits always, so that every cleaning gets on.
            if (newest.size() > 0 && !newest.hasRoom(batch.count())) {
                beginWriting();
                return;
            }
            mapBatch(batch);
        }
        mappedTo = Math.max(mappedTo, batch.nextOffset());
        endSegmentIf(batch);
    }

    private void mapBatch(RecordBatch batch) {
        if (batch.isControl() || mapped.isAborted(batch) || !batch.isValid()) {
            return;
        }
        try (RecordCursor cursor = RecordCursor.open(batch)) {
            while (cursor.next()) {
                if (cursor.hasKey()) {
                    newest.ask(cursor);
                }
                if (newest.askedIsFull()) {
                    newest.putAsked();
                }
            }
        } catch (InvalidBatchException e) {
            // The batch stays as it is; what could be read of it counts, as it does for consumers.
        } finally {
            newest.putAsked();
        }
    }

    private void beginWriting() {
        phase = Phase.WRITING;
        scan = null;
        at = 0;
        cleaner = new BatchCleaner(plan, newest, mappedTo);
        pending = ByteBuffer.allocate(WRITE_BYTES);
    }

    // ---- what stays ----

    private void write(BatchCleaner filter) {
        RecordBatch batch = next();
        Segment source = plan.segments().get(at);
        boolean endsSource = batch.nextOffset() == source.nextOffset();
        Segment out = output == null ? open(source) : output;
        boolean ends = endsSource && !joins(out, batch);
        ByteBuffer kept = filter.clean(batch, ends);
        if (kept != null) {
            put(out, kept);
        }
        output = ends ? null : out;
        if (ends) {
            drain(out);
        }
        if (endsSource) {
            read.add(source);
        }
        endSegmentIf(batch);
        if (ends && !isMapped(at)) {
            phase = Phase.WRITTEN;
        }
    }

    private Segment open(Segment first) {
        Segment out =
                new Segment(
                        disk,
                        plan.directory(),
                        first.baseOffset(),
                        plan.indexIntervalBytes(),
                        Segment.CLEANED);
        written.add(out);
        out.file().truncate(0);
        return out;
    }

    /** Whether there is such a segment with offsets in the map. */
    private boolean isMapped(int index) {
        return index < plan.segments().size() && plan.segments().get(index).baseOffset() < mappedTo;
    }

    /** Whether the segment behind this one fits into the same file. */
    private boolean joins(Segment out, RecordBatch last) {
        if (!isMapped(at + 1)) {
            return false;
        }
        Segment following = plan.segments().get(at + 1);
        long size = (long) out.size() + pending.position() + last.sizeInBytes();
        return size + following.size() <= plan.settings().segmentBytes()
                && following.nextOffset() - out.baseOffset() <= Integer.MAX_VALUE;
    }

    private void put(Segment out, ByteBuffer batch) {
        if (batch.remaining() > pending.remaining()) {
            drain(out);
        }
        moved += batch.remaining();
        if (batch.remaining() > pending.capacity()) {
            out.appendAll(batch);
        } else {
            pending.put(batch);
        }
    }

    private void drain(Segment out) {
        out.appendAll(pending.flip());
        pending.clear();
    }

    // ---- walking ----

    private RecordBatch next() {
        Segment segment = plan.segments().get(at);
        BatchScan walk = scan;
        if (walk == null) {
            walk = segment.scan(0);
            scan = walk;
        }
        long position = walk.position();
        RecordBatch batch = walk.next();
        if (batch == null || batch.nextOffset() > segment.nextOffset()) {
            throw damagedAt(segment, position);
        }
        moved += batch.sizeInBytes();
        return batch;
    }

    private void endSegmentIf(RecordBatch batch) {
        if (batch.nextOffset() == plan.segments().get(at).nextOffset()) {
            scan = null;
            at++;
        }
    }

    private StorageException damagedAt(Segment segment, long position) {
        return new StorageException(
                ErrorCode.CORRUPT_MESSAGE,
                disk.root()
                        + "/"
                        + Segment.path(plan.directory(), segment.baseOffset(), Segment.LOG)
                        + " is damaged at byte "
                        + position
                        + ": the log is not compacted. Restore the file from a copy");
    }

    /** Lets go of what was written: nothing has been put in place. */
    void discard() {
        for (Segment segment : written) {
            segment.file().close();
            disk.delete(
                    Segment.path(plan.directory(), segment.baseOffset(), Segment.LOG)
                            + Segment.CLEANED);
        }
    }
}
