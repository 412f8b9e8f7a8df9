package io.leat.log.storage;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a log writes down about itself: where recovery has to begin, and where the log starts.
 *
 * @param recoveryPoint everything below is durable
 * @param logStart first offset that is not deleted
 * @param known what the log was at the recovery point; null if that is in files of its own
 */
record Checkpoint(long recoveryPoint, long logStart, @Nullable Known known) {

    private static final int FIXED_BYTES = 16;

    /**
     * The state of a log whose last segment is short, at its recovery point. With it a start after
     * a crash reads one small file and what was appended since. Of no use once there is another
     * last segment.
     *
     * @param baseOffset of the last segment
     * @param firstTimestamp of that segment's first batch
     * @param index as {@link Segment#encodeIndex} writes it
     * @param epochs as {@link EpochCache#encode} writes them
     * @param producers as {@link Producers#encode} writes them
     */
    record Known(
            long baseOffset,
            long firstTimestamp,
            ByteBuffer index,
            ByteBuffer epochs,
            ByteBuffer producers) {

        private static final int BYTES_MAX = 16 * 1024;
        private static final int FIXED_BYTES = 8 + 8 + 3 * 4;

        /** What is to be known of a log as it is now; null if that is too long. On its loop. */
        static @Nullable Known of(PartitionLog log) {
            Segment active = log.active();
            if (!active.isShort()) {
                return null;
            }
            Known known =
                    new Known(
                            active.baseOffset(),
                            active.firstTimestamp(),
                            active.encodeIndex(),
                            log.encodeEpochs(),
                            log.encodeProducers());
            return known.encodedSize() <= BYTES_MAX ? known : null;
        }

        private int encodedSize() {
            return FIXED_BYTES + index.remaining() + epochs.remaining() + producers.remaining();
        }

        private void encode(ByteBuffer out) {
            out.putLong(baseOffset).putLong(firstTimestamp);
            out.putInt(index.remaining()).putInt(epochs.remaining()).putInt(producers.remaining());
            out.put(index.duplicate()).put(epochs.duplicate()).put(producers.duplicate());
        }

        private static @Nullable Known decode(ByteBuffer in) {
            if (in.remaining() < FIXED_BYTES) {
                return null;
            }
            long baseOffset = in.getLong();
            long firstTimestamp = in.getLong();
            int index = in.getInt();
            int epochs = in.getInt();
            int producers = in.getInt();
            int at = in.position();
            return new Known(
                    baseOffset,
                    firstTimestamp,
                    in.slice(at, index),
                    in.slice(at + index, epochs),
                    in.slice(at + index + epochs, producers));
        }
    }

    Checkpoint(long recoveryPoint, long logStart) {
        this(recoveryPoint, logStart, null);
    }

    ByteBuffer encode() {
        int bytes = FIXED_BYTES + (known == null ? 0 : known.encodedSize());
        ByteBuffer out = ByteBuffer.allocate(bytes).putLong(recoveryPoint).putLong(logStart);
        if (known != null) {
            known.encode(out);
        }
        return out.flip();
    }

    static Checkpoint decode(@Nullable ByteBuffer in) {
        return in == null || in.remaining() < FIXED_BYTES
                ? new Checkpoint(0, 0)
                : new Checkpoint(in.getLong(), in.getLong(), Known.decode(in));
    }
}
