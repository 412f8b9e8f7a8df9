package io.leat.log.coordinator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some batches of the log in their order. Valid until the callback that gets it returns.
 *
 * @param nextOffset where to read on; the end of the log if there is no more
 */
public record LogSlice(List<Batch> batches, long nextOffset) {

    /**
     * One batch: records, or the end of a transaction.
     *
     * @param baseOffset the offset of its first record
     * @param producer whose transaction it belongs to, null outside of transactions
     * @param end how the transaction ends here, null if this is no marker; its records are empty
     */
    public record Batch(
            long baseOffset,
            @Nullable ProducerIdentity producer,
            @Nullable End end,
            List<Entry> records) {

        /** A batch of records. */
        public static Batch of(
                long baseOffset, @Nullable ProducerIdentity producer, List<Entry> records) {
            return new Batch(baseOffset, producer, null, records);
        }

        /** A marker. */
        public static Batch marker(long offset, ProducerIdentity producer, boolean commit) {
            return new Batch(offset, producer, commit ? End.COMMIT : End.ABORT, List.of());
        }
    }

    /** A record at its offset. */
    public record Entry(long offset, RawRecord record) {}

    /** How a transaction ends. */
    public enum End {
        COMMIT,
        ABORT
    }
}
