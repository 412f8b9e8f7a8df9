package io.leat.log.coordinator.transaction;

/** What the transaction coordinator writes into its log. Immutable. */
public sealed interface TransactionRecord {

    /** The transactional id it is about. */
    String transactionalId();

    /** This is all that is known of the id from now on. */
    record Saved(Transaction transaction) implements TransactionRecord {
        @Override
        public String transactionalId() {
            return transaction.id();
        }
    }

    /** Nothing is known of the id. */
    record Removed(String transactionalId) implements TransactionRecord {}
}
