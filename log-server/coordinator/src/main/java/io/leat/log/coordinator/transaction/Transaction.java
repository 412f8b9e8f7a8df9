package io.leat.log.coordinator.transaction;

import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.TopicPartition;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a transactional id: what its last record says. Immutable.
 *
 * @param id the transactional id
 * @param producer who may write; while PREPARE_*, what the markers carry
 * @param previousProducerId the producer id before the last rotation, -1 if none
 * @param next who may write when the end is complete, null if it is still {@code producer}
 * @param version the version of the protocol its client speaks: 1 or 2 (KIP-890)
 * @param timeoutMs how long a transaction may stay open
 * @param status where the transaction stands
 * @param partitions what was written to, or will be
 * @param startMs when the open transaction began, -1 if none is open
 * @param updatedMs when the last record was written
 */
record Transaction(
        String id,
        ProducerIdentity producer,
        long previousProducerId,
        @Nullable ProducerIdentity next,
        int version,
        int timeoutMs,
        TransactionStatus status,
        Set<TopicPartition> partitions,
        long startMs,
        long updatedMs) {

    static final long NONE = -1;

    Transaction {
        partitions = Collections.unmodifiableSet(new LinkedHashSet<>(partitions));
    }

    /** A producer starts under the id: there is no transaction yet. */
    static Transaction opened(
            String id, ProducerIdentity producer, long previousId, int timeoutMs, long nowMs) {
        return new Transaction(
                id,
                producer,
                previousId,
                null,
                0,
                timeoutMs,
                TransactionStatus.EMPTY,
                Set.of(),
                NONE,
                nowMs);
    }

    /** The same producer with {@code added} in its open transaction. */
    Transaction enlisting(Set<TopicPartition> added, int byVersion, long nowMs) {
        Set<TopicPartition> all = new LinkedHashSet<>(added);
        boolean open = status == TransactionStatus.ONGOING;
        if (open) {
            all.addAll(partitions);
        }
        return new Transaction(
                id,
                producer,
                previousProducerId,
                null,
                byVersion,
                timeoutMs,
                TransactionStatus.ONGOING,
                all,
                open ? startMs : nowMs,
                nowMs);
    }

    /** The outcome is decided. */
    Transaction prepared(
            boolean commit,
            ProducerIdentity marked,
            @Nullable ProducerIdentity next,
            int byVersion,
            long nowMs) {
        return new Transaction(
                id,
                marked,
                previousProducerId,
                next,
                byVersion,
                timeoutMs,
                commit ? TransactionStatus.PREPARE_COMMIT : TransactionStatus.PREPARE_ABORT,
                partitions,
                startMs == NONE ? nowMs : startMs,
                nowMs);
    }

    /** All markers are written. */
    Transaction completed(long nowMs) {
        boolean commit = status == TransactionStatus.PREPARE_COMMIT;
        return new Transaction(
                id,
                next == null ? producer : next,
                next == null ? previousProducerId : producer.id(),
                null,
                version,
                timeoutMs,
                commit ? TransactionStatus.COMPLETE_COMMIT : TransactionStatus.COMPLETE_ABORT,
                Set.of(),
                startMs,
                nowMs);
    }

    boolean isOngoing() {
        return status == TransactionStatus.ONGOING;
    }

    /** Who may write once the transaction that is ending has ended. */
    ProducerIdentity successor() {
        return next == null ? producer : next;
    }
}
