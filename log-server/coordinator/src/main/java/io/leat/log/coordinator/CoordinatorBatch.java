package io.leat.log.coordinator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records that are appended together or not at all. Immutable.
 *
 * @param timestampMs the time of all records
 * @param producer who writes them in a transaction, null outside of transactions
 * @param guard what {@link CoordinatorLog#verify} answered, if there was anything to verify
 */
public record CoordinatorBatch(
        List<RawRecord> records,
        long timestampMs,
        @Nullable ProducerIdentity producer,
        @Nullable TransactionGuard guard) {

    public CoordinatorBatch {
        records = List.copyOf(records);
    }
}
