package io.leat.log.protocol.record;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The one record of a control batch that commits or aborts a producer's transaction in a partition.
 *
 * @param type {@link ControlType#COMMIT} or {@link ControlType#ABORT}
 * @param coordinatorEpoch epoch of the transaction coordinator that decided
 */
public record EndTransactionMarker(ControlType type, int coordinatorEpoch) {

    private static final int VALUE_BYTES = 6;

    public EndTransactionMarker {
        if (!type.endsTransaction()) {
            throw new IllegalArgumentException(type + " does not end a transaction");
        }
    }

    /** A batch with this marker alone, at offset 0, for {@code producerId} at {@code epoch}. */
    public ByteBuffer toBatch(long producerId, short epoch, long timestamp) {
        BatchBuilder builder = BatchBuilder.control(128);
        builder.producer(producerId, epoch, RecordBatch.NO_SEQUENCE, true);
        ByteBuffer value =
                ByteBuffer.allocate(VALUE_BYTES)
                        .putShort((short) 0)
                        .putInt(coordinatorEpoch)
                        .flip();
        builder.append(timestamp, type.key(), value);
        return builder.build();
    }

    /** Reads the marker at a cursor's record. */
    public static EndTransactionMarker read(@Nullable ByteBuffer key, @Nullable ByteBuffer value) {
        ControlType type = ControlType.of(key);
        if (value == null || value.remaining() < VALUE_BYTES || !type.endsTransaction()) {
            throw InvalidBatchException.corrupt("a transaction marker is damaged");
        }
        return new EndTransactionMarker(type, value.getInt(value.position() + 2));
    }
}
