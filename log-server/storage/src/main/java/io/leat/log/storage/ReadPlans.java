package io.leat.log.storage;

import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Reads of one log's files: planned on the partition's loop, which owns the segments; what comes of
 * it is called off the loop and touches only the segments it was planned for.
 */
final class ReadPlans {

    private final TreeMap<Long, Segment> segments;
    private final ReadBuffers buffers;

    ReadPlans(TreeMap<Long, Segment> segments, ReadBuffers buffers) {
        this.segments = segments;
        this.buffers = buffers;
    }

    /** Whole batches from the one that holds {@code offset}, or from the next, below a bound. */
    Callable<LogRead> batches(long offset, long bound, int maxBytes, boolean atLeastOne) {
        Segment from = holding(offset);
        int floor = from.floor(offset);
        int size = from.size();
        return () -> {
            int position = from.positionOf(offset, floor, size);
            ReadBuffers.Lease lease =
                    from.read(position, size, maxBytes, atLeastOne, bound, buffers);
            ByteBuffer bytes = lease.bytes();
            long next = offset;
            for (RecordBatch batch : RecordBatch.in(bytes)) {
                next = batch.nextOffset();
            }
            if (!bytes.hasRemaining()) {
                lease.release().run();
                return LogRead.empty(offset);
            }
            return new LogRead(List.of(bytes), bytes.remaining(), next, lease.release());
        };
    }

    private Segment holding(long offset) {
        Map.Entry<Long, Segment> entry = segments.floorEntry(offset);
        Segment segment = (entry == null ? segments.firstEntry() : entry).getValue();
        while (segment.nextOffset() <= offset || segment.size() == 0) {
            // More than once where a disk that lied lost all that was in segments.
            Map.Entry<Long, Segment> next = segments.higherEntry(segment.baseOffset());
            if (next == null) {
                break;
            }
            segment = next.getValue();
        }
        return segment;
    }

    /** The first record in {@code [start, bound)} with this timestamp or a later one. */
    Callable<@Nullable TimestampOffset> atTime(long timestamp, long start, long bound) {
        record Place(Segment segment, int floor, int size) {}
        List<Place> places = new ArrayList<>();
        for (Segment segment : segments.values()) {
            if (segment.maxTimestamp() >= timestamp) {
                places.add(new Place(segment, segment.floorTime(timestamp), segment.size()));
            }
        }
        return () -> {
            for (Place place : places) {
                ByteBuffer bytes =
                        place.segment.batchAtTime(timestamp, start, place.floor, place.size);
                if (bytes != null) {
                    return firstAt(RecordBatch.at(bytes), timestamp, start, bound);
                }
            }
            return null;
        };
    }

    private static @Nullable TimestampOffset firstAt(
            RecordBatch batch, long timestamp, long start, long bound) {
        try (RecordCursor cursor = RecordCursor.open(batch)) {
            while (cursor.next()) {
                if (cursor.timestamp() >= timestamp && cursor.offset() >= start) {
                    return cursor.offset() >= bound
                            ? null
                            : new TimestampOffset(
                                    cursor.timestamp(), cursor.offset(), batch.leaderEpoch());
                }
            }
        }
        return null;
    }
}
