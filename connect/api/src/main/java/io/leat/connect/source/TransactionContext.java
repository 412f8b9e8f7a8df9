package io.leat.connect.source;

/** Lets a source task say where transactions end (KIP-618). */
public interface TransactionContext {

    /** Commit after the next batch that {@code poll} returns. */
    void commitTransaction();

    /** Commit after {@code record}. */
    void commitTransaction(SourceRecord record);

    /** Abort after the next batch that {@code poll} returns. */
    void abortTransaction();

    /** Abort after {@code record}. */
    void abortTransaction(SourceRecord record);
}
