package io.leat.log.coordinator.transaction;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.transaction.TransactionRecord.Saved;
import io.leat.log.protocol.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Decides which partitions belong to a transaction. Owned by the shard's loop. */
final class Enlistments {

    private final Map<String, Transaction> transactions;
    private final Connections connections;

    Enlistments(Map<String, Transaction> transactions, Connections connections) {
        this.transactions = transactions;
        this.connections = connections;
    }

    /** Whether {@code producer} is who may use the id now. */
    static ErrorCode checkProducer(Transaction current, ProducerIdentity producer) {
        if (current.producer().id() != producer.id()) {
            return current.previousProducerId() == producer.id()
                    ? ErrorCode.PRODUCER_FENCED
                    : ErrorCode.INVALID_PRODUCER_ID_MAPPING;
        }
        return current.producer().epoch() == producer.epoch()
                ? ErrorCode.NONE
                : ErrorCode.PRODUCER_FENCED;
    }

    /** Whether {@code call} is about the transaction after one that is not complete yet. */
    boolean isSuccessor(ClientCall call) {
        Transaction current = transactions.get(call.transactionalId());
        return call.bumpsEpochs()
                && current != null
                && current.status().isPrepared()
                && current.successor().equals(call.producer());
    }

    private ErrorCode check(ClientCall call) {
        if (call.transactionalId().isEmpty()) {
            return ErrorCode.INVALID_REQUEST;
        }
        Transaction current = transactions.get(call.transactionalId());
        if (current == null) {
            return ErrorCode.INVALID_PRODUCER_ID_MAPPING;
        }
        ErrorCode error = checkProducer(current, call.producer());
        if (error != ErrorCode.NONE) {
            return error;
        }
        if (current.status().isPrepared()) {
            return ErrorCode.CONCURRENT_TRANSACTIONS;
        }
        return connections.isStale(call) ? ErrorCode.INVALID_TXN_STATE : ErrorCode.NONE;
    }

    /** Puts {@code partitions} into the transaction, which begins if none is open. */
    Decision<TransactionRecord> enlist(
            ClientCall call,
            Set<TopicPartition> partitions,
            Promise<ErrorCode> promise,
            Moment now) {
        ErrorCode error = check(call);
        Transaction current = transactions.get(call.transactionalId());
        if (error != ErrorCode.NONE || current == null) {
            return Decision.answer(promise, error);
        }
        if (current.isOngoing() && current.partitions().containsAll(partitions)) {
            return Decision.answer(promise, ErrorCode.NONE);
        }
        if (!current.isOngoing()) {
            connections.opened(call);
        }
        return Decision.<TransactionRecord>none()
                .append(new Saved(current.enlisting(partitions, call.version(), now.epochMillis())))
                .andAnswer(promise, ErrorCode.NONE);
    }

    /** Whether each partition is in the open transaction: what its leader asks before a write. */
    Decision<TransactionRecord> verify(
            ClientCall call,
            Set<TopicPartition> partitions,
            Promise<Map<TopicPartition, ErrorCode>> promise) {
        ErrorCode error = check(call);
        Transaction current = transactions.get(call.transactionalId());
        Map<TopicPartition, ErrorCode> results = new HashMap<>();
        for (TopicPartition each : partitions) {
            boolean enlisted =
                    current != null && current.isOngoing() && current.partitions().contains(each);
            results.put(
                    each,
                    error != ErrorCode.NONE || enlisted ? error : ErrorCode.TRANSACTION_ABORTABLE);
        }
        return Decision.answer(promise, results);
    }
}
