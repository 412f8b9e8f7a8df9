package io.leat.log.storage;

import io.leat.log.runtime.Disk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a log was when it was closed in order: enough to open it without looking into its files.
 *
 * @param end where it ends; everything below is durable
 * @param compactedTo everything below has at most one record per key
 * @param epochs as {@link EpochCache#encode} writes them
 * @param producers as {@link Producers#encode} writes them
 */
record ClosedLog(
        String directory,
        long logStart,
        long end,
        long compactedTo,
        ByteBuffer epochs,
        ByteBuffer producers,
        List<Part> segments) {

    private static final int FIXED_BYTES = 4 * 4 + 3 * 8 + 4;

    /**
     * One segment.
     *
     * @param index as {@link Segment#encodeIndex} writes it; empty if it is long and better read
     *     from its own file
     */
    record Part(long baseOffset, int size, long firstTimestamp, ByteBuffer index) {

        private static final int FIXED_BYTES = 8 + 4 + 8 + 4;

        private int encodedSize() {
            return FIXED_BYTES + index.remaining();
        }
    }

    /**
     * Whether its segments are where they were, as long as they were, and have their indexes, but
     * for a short one at the end, which has none.
     */
    boolean fits(Disk disk) {
        int last = segments.size() - 1;
        for (int i = 0; i <= last; i++) {
            Part part = segments.get(i);
            String log = Segment.path(directory, part.baseOffset, Segment.LOG);
            String index = Segment.path(directory, part.baseOffset, Segment.INDEX);
            boolean indexed = i < last || !part.index.hasRemaining();
            if (disk.size(log) != part.size || (indexed && disk.size(index) < 0)) {
                return false;
            }
        }
        return true;
    }

    int encodedSize() {
        int bytes = FIXED_BYTES + directory.length() + epochs.remaining() + producers.remaining();
        for (Part part : segments) {
            bytes += part.encodedSize();
        }
        return bytes;
    }

    void encode(ByteBuffer out) {
        put(out, ByteBuffer.wrap(directory.getBytes(StandardCharsets.US_ASCII)));
        out.putLong(logStart).putLong(end).putLong(compactedTo);
        put(out, epochs);
        put(out, producers);
        out.putInt(segments.size());
        for (Part part : segments) {
            out.putLong(part.baseOffset).putInt(part.size).putLong(part.firstTimestamp);
            put(out, part.index);
        }
    }

    static ClosedLog decode(ByteBuffer in) {
        String directory = StandardCharsets.US_ASCII.decode(take(in)).toString();
        long logStart = in.getLong();
        long end = in.getLong();
        long compactedTo = in.getLong();
        ByteBuffer epochs = take(in);
        ByteBuffer producers = take(in);
        List<Part> segments = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            segments.add(new Part(in.getLong(), in.getInt(), in.getLong(), take(in)));
        }
        return new ClosedLog(directory, logStart, end, compactedTo, epochs, producers, segments);
    }

    private static void put(ByteBuffer out, ByteBuffer bytes) {
        out.putInt(bytes.remaining()).put(bytes.duplicate());
    }

    private static ByteBuffer take(ByteBuffer in) {
        int length = in.getInt();
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        return bytes;
    }
}
