package io.leat.log.coordinator.transaction;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.transaction.TransactionRecord.Saved;
import io.leat.log.protocol.ErrorCode;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides how transactions end: on request, by timeout, or because the id has a new owner. Owned by
 * the shard's loop.
 *
 * <p>In version 2 each end takes the next epoch, and the markers carry it: whatever of the old
 * transaction is still on its way is fenced by the partitions (KIP-890). An end the server imposes
 * skips one epoch more, so that the client's own request cannot be taken for its repetition. Where
 * epochs run out, the successor gets a new producer id.
 */
final class Endings {

    private static final Logger log = LoggerFactory.getLogger(Endings.class);

    private final Map<String, Transaction> transactions;
    private final Connections connections;
    private final ProducerIdSource ids;
    private final Markers markers;
    private final TransactionSettings settings;

    Endings(
            Map<String, Transaction> transactions,
            Connections connections,
            ProducerIdSource ids,
            Markers markers,
            TransactionSettings settings) {
        this.transactions = transactions;
        this.connections = connections;
        this.ids = ids;
        this.markers = markers;
        this.settings = settings;
    }

    Decision<TransactionRecord> end(
            ClientCall call, boolean commit, Promise<EndResult> promise, Moment now) {
        Transaction current = transactions.get(call.transactionalId());
        if (call.transactionalId().isEmpty()) {
            return refuse(promise, ErrorCode.INVALID_REQUEST);
        }
        if (current == null) {
            return refuse(promise, ErrorCode.INVALID_PRODUCER_ID_MAPPING);
        }
        if (isRepetition(current, call)) {
            return repeat(current, commit, promise);
        }
        ErrorCode error = Enlistments.checkProducer(current, call.producer());
        if (error != ErrorCode.NONE) {
            return refuse(promise, error);
        }
        if (connections.isStale(call)) {
            log.warn("Old connection refused transaction={}", call.transactionalId());
            return refuse(promise, ErrorCode.INVALID_TXN_STATE);
        }
        if (current.isOngoing()) {
            return prepare(current, call, commit, promise, now);
        }
        return call.bumpsEpochs()
                ? endNothing(current, call, commit, promise, now)
                : repeat(current, commit, promise);
    }

    /** Whether the present state already is what {@code call} led to: only version 2 can tell. */
    private boolean isRepetition(Transaction current, ClientCall call) {
        if (!call.bumpsEpochs() || current.isOngoing()) {
            return false;
        }
        if (current.status() == TransactionStatus.EMPTY || current.version() < 2) {
            return false;
        }
        ProducerIdentity now = current.producer();
        ProducerIdentity then = call.producer();
        boolean bumped = now.id() == then.id() && now.epoch() == then.epoch() + 1;
        boolean rotated =
                current.previousProducerId() == then.id()
                        && then.epoch() == settings.lastEpoch()
                        && now.epoch() == 0;
        // While markers of an imposed end are on their way, its successor does not start at 0.
        ProducerIdentity next = current.next();
        boolean imposed = next != null && next.epoch() != 0;
        return (bumped && !imposed) || (rotated && !current.status().isPrepared());
    }

    private static Decision<TransactionRecord> repeat(
            Transaction current, boolean commit, Promise<EndResult> promise) {
        return switch (current.status()) {
            case PREPARE_COMMIT, PREPARE_ABORT ->
                    refuse(
                            promise,
                            commit == (current.status() == TransactionStatus.PREPARE_COMMIT)
                                    ? ErrorCode.CONCURRENT_TRANSACTIONS
                                    : ErrorCode.INVALID_TXN_STATE);
            case COMPLETE_COMMIT, COMPLETE_ABORT ->
                    commit == (current.status() == TransactionStatus.COMPLETE_COMMIT)
                            ? Decision.answer(promise, EndResult.ended(current.producer()))
                            : refuse(promise, ErrorCode.INVALID_TXN_STATE);
            default -> refuse(promise, ErrorCode.INVALID_TXN_STATE);
        };
    }

    /** A client of version 2 may abort what the coordinator never heard of: its writes failed. */
    private Decision<TransactionRecord> endNothing(
            Transaction current,
            ClientCall call,
            boolean commit,
            Promise<EndResult> promise,
            Moment now) {
        if (current.status().isPrepared()) {
            // It is about the next transaction; the last one has to complete first.
            return refuse(promise, ErrorCode.CONCURRENT_TRANSACTIONS);
        }
        return commit
                ? refuse(promise, ErrorCode.INVALID_TXN_STATE)
                : prepare(current, call, false, promise, now);
    }

    private Decision<TransactionRecord> prepare(
            Transaction current,
            ClientCall call,
            boolean commit,
            Promise<EndResult> promise,
            Moment now) {
        ProducerIdentity marked = current.producer();
        ProducerIdentity next = null;
        if (call.bumpsEpochs()) {
            if (marked.epoch() >= settings.lastEpoch()) {
                next = rotated((short) 0);
                if (next == null) {
                    return refuse(promise, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
                }
            }
            marked = new ProducerIdentity(marked.id(), (short) (marked.epoch() + 1));
        }
        Transaction prepared =
                current.prepared(commit, marked, next, call.version(), now.epochMillis());
        return decide(prepared).andAnswer(promise, EndResult.ended(prepared.successor()));
    }

    /** Aborts an open transaction so that its producer, too, can write no more. */
    Decision<TransactionRecord> abortAndFence(Transaction current, Moment now) {
        ProducerIdentity producer = current.producer();
        int skipped = current.version() >= 2 ? 2 : 1;
        int epoch = producer.epoch() + skipped;
        ProducerIdentity next = null;
        if (current.version() >= 2 && epoch > settings.lastEpoch()) {
            epoch = settings.lastEpoch() + 1;
            // Not 0: that would look like the answer to the client's own request.
            next = rotated((short) 1);
            if (next == null) {
                return Decision.none();
            }
        }
        log.info("Transaction aborted by the server id={}", current.id());
        ProducerIdentity marked = new ProducerIdentity(producer.id(), (short) epoch);
        return decide(current.prepared(false, marked, next, current.version(), now.epochMillis()));
    }

    private @Nullable ProducerIdentity rotated(short epoch) {
        OptionalLong fresh = ids.next();
        return fresh.isEmpty() ? null : new ProducerIdentity(fresh.getAsLong(), epoch);
    }

    private Decision<TransactionRecord> decide(Transaction prepared) {
        return Decision.<TransactionRecord>none()
                .append(new Saved(prepared))
                .onCommitted(() -> markers.deliver(prepared));
    }

    /** Aborts what has been open for too long. */
    Decision<TransactionRecord> abortTimedOut(Moment now) {
        Decision<TransactionRecord> out = Decision.none();
        for (Transaction each : transactions.values()) {
            if (each.isOngoing() && now.epochMillis() - each.startMs() >= each.timeoutMs()) {
                out.and(abortAndFence(each, now));
            }
        }
        return out;
    }

    private static Decision<TransactionRecord> refuse(Promise<EndResult> promise, ErrorCode error) {
        return Decision.answer(promise, EndResult.refused(error));
    }
}
