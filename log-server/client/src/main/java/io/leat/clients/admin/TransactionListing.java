package io.leat.clients.admin;

import java.util.Objects;

/** A transaction in a listing. Immutable. */
public class TransactionListing {

    private final String transactionalId;
    private final long producerId;
    private final TransactionState state;

    public TransactionListing(String transactionalId, long producerId, TransactionState state) {
        this.transactionalId = transactionalId;
        this.producerId = producerId;
        this.state = state;
    }

    public String transactionalId() {
        return transactionalId;
    }

    public long producerId() {
        return producerId;
    }

    public TransactionState state() {
        return state;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TransactionListing that
                && Objects.equals(transactionalId, that.transactionalId)
                && producerId == that.producerId
                && Objects.equals(state, that.state);
    }

    @Override
    public int hashCode() {
        return Objects.hash(transactionalId, producerId, state);
    }

    @Override
    public String toString() {
        return "TransactionListing(transactionalId="
                + transactionalId
                + ", producerId="
                + producerId
                + ", state="
                + state
                + ")";
    }
}
