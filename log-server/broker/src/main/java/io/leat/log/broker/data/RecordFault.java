package io.leat.log.broker.data;

import io.leat.log.protocol.record.InvalidBatchException;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record that is why its batch was refused (KIP-467), so that a producer fails it alone and may
 * send the others again. Immutable.
 *
 * @param index of the record in its batch
 */
record RecordFault(int index, String reason) {

    /** Most that are told of a batch; the producer sends what is left again, and learns more. */
    private static final int COUNT_MAX = 1000;

    /** What a topic demands of a single record. */
    interface Rule {

        /** Why the record at {@code cursor} may not be stored, or null. */
        @Nullable String violation(RecordCursor cursor);
    }

    /** The records of {@code batch} that break {@code rule}; none if it cannot be read. */
    static List<RecordFault> in(RecordBatch batch, long outputMax, Rule rule) {
        List<RecordFault> faults = new ArrayList<>();
        try (RecordCursor cursor = RecordCursor.open(batch, outputMax)) {
            for (int i = 0; cursor.next() && faults.size() < COUNT_MAX; i++) {
                String violation = rule.violation(cursor);
                if (violation != null) {
                    faults.add(new RecordFault(i, violation));
                }
            }
        } catch (InvalidBatchException e) {
            return List.of();
        }
        return faults;
    }
}
