package io.leat.log.testkit.cluster;

import io.leat.log.protocol.record.ControlType;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What is in a batch. Stateless. */
final class BatchRecords {

    private BatchRecords() {}

    /**
     * @param told takes key and value; the value is null if the key is deleted
     */
    static void each(RecordBatch batch, BiConsumer<ByteBuffer, @Nullable ByteBuffer> told) {
        try (RecordCursor cursor = RecordCursor.open(batch)) {
            while (cursor.next()) {
                byte[] key = cursor.keyBytes();
                byte[] value = cursor.valueBytes();
                if (key != null) {
                    told.accept(
                            ByteBuffer.wrap(key), value == null ? null : ByteBuffer.wrap(value));
                }
            }
        }
    }

    /** What a control batch says. */
    static ControlType control(RecordBatch batch) {
        try (RecordCursor cursor = RecordCursor.open(batch)) {
            if (!cursor.next()) {
                throw new Violation("an empty control batch at " + batch.baseOffset());
            }
            return ControlType.of(cursor.key());
        }
    }
}
