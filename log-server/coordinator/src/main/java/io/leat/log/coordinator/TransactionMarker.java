package io.leat.log.coordinator;

/**
 * The end of a transaction on one partition. Immutable.
 *
 * @param producer whose transaction ends; in version 2 with the epoch of the next one
 * @param commit whether its records become visible or are thrown away
 * @param coordinatorEpoch the leader epoch of the transaction coordinator that decided it
 * @param transactionVersion the version of the protocol the transaction follows (KIP-1228)
 */
public record TransactionMarker(
        ProducerIdentity producer, boolean commit, int coordinatorEpoch, int transactionVersion) {}
