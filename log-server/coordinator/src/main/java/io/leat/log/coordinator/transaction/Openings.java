package io.leat.log.coordinator.transaction;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.transaction.TransactionRecord.Saved;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.InitProducerIdRequest;
import io.leat.log.protocol.message.InitProducerIdResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Decides InitProducerId requests: who owns a transactional id. Owned by the shard's loop. */
final class Openings {

    private final Map<String, Transaction> transactions;
    private final Endings endings;
    private final ProducerIdSource ids;
    private final TransactionSettings settings;

    /**
     * What an id was given for whom, so that the repetition of a request gets the same (KIP-360).
     */
    private record Grant(ProducerIdentity expected, ProducerIdentity granted) {}

    private final Map<String, Grant> grants = new HashMap<>();

    Openings(
            Map<String, Transaction> transactions,
            Endings endings,
            ProducerIdSource ids,
            TransactionSettings settings) {
        this.transactions = transactions;
        this.endings = endings;
        this.ids = ids;
        this.settings = settings;
    }

    void forget(String transactionalId) {
        grants.remove(transactionalId);
    }

    Decision<TransactionRecord> open(
            String id,
            InitProducerIdRequest request,
            Promise<InitProducerIdResponse> promise,
            Moment now) {
        ErrorCode invalid = invalid(id, request);
        if (invalid != ErrorCode.NONE) {
            return refuse(promise, invalid);
        }
        boolean expects = request.producerId() >= 0;
        ProducerIdentity expected =
                new ProducerIdentity(request.producerId(), request.producerEpoch());
        Transaction current = transactions.get(id);
        if (current == null) {
            return expects
                    ? refuse(promise, ErrorCode.PRODUCER_FENCED)
                    : rotate(id, Transaction.NONE, request, promise, now);
        }
        if (expects && isRepetition(current, expected)) {
            return Decision.answer(promise, granted(current.producer()));
        }
        if (current.status().isPrepared()) {
            return refuse(promise, ErrorCode.CONCURRENT_TRANSACTIONS);
        }
        if (expects && !expected.equals(current.producer())) {
            return refuse(promise, ErrorCode.PRODUCER_FENCED);
        }
        if (current.isOngoing()) {
            return fence(current, expects, promise, now);
        }
        return bump(current, request, expects, promise, now);
    }

    private ErrorCode invalid(String id, InitProducerIdRequest request) {
        if (id.isEmpty()) {
            return ErrorCode.INVALID_REQUEST;
        }
        int timeout = request.transactionTimeoutMs();
        return timeout <= 0 || timeout > settings.maxTimeoutMs()
                ? ErrorCode.INVALID_TRANSACTION_TIMEOUT
                : ErrorCode.NONE;
    }

    private boolean isRepetition(Transaction current, ProducerIdentity expected) {
        Grant grant = grants.get(current.id());
        return grant != null
                && current.status().isIdle()
                && grant.expected.equals(expected)
                && grant.granted.equals(current.producer());
    }

    /**
     * The former owner, or a former life of the same one, left a transaction open: abort it first.
     */
    private Decision<TransactionRecord> fence(
            Transaction current,
            boolean expects,
            Promise<InitProducerIdResponse> promise,
            Moment now) {
        Decision<TransactionRecord> out = endings.abortAndFence(current, now);
        for (TransactionRecord record : out.records()) {
            if (expects && record instanceof Saved saved) {
                ProducerIdentity next = saved.transaction().successor();
                grants.put(current.id(), new Grant(current.producer(), next));
            }
        }
        return out.andAnswer(promise, refused(ErrorCode.CONCURRENT_TRANSACTIONS));
    }

    private Decision<TransactionRecord> bump(
            Transaction current,
            InitProducerIdRequest request,
            boolean expects,
            Promise<InitProducerIdResponse> promise,
            Moment now) {
        ProducerIdentity old = current.producer();
        if (old.epoch() >= settings.lastEpoch()) {
            return rotate(current.id(), old.id(), request, promise, now);
        }
        ProducerIdentity bumped = new ProducerIdentity(old.id(), (short) (old.epoch() + 1));
        if (expects) {
            grants.put(current.id(), new Grant(old, bumped));
        }
        Transaction opened =
                Transaction.opened(
                        current.id(),
                        bumped,
                        current.previousProducerId(),
                        request.transactionTimeoutMs(),
                        now.epochMillis());
        return Decision.<TransactionRecord>none()
                .append(new Saved(opened))
                .andAnswer(promise, granted(bumped));
    }

    private Decision<TransactionRecord> rotate(
            String id,
            long previousId,
            InitProducerIdRequest request,
            Promise<InitProducerIdResponse> promise,
            Moment now) {
        OptionalLong fresh = ids.next();
        if (fresh.isEmpty()) {
            return refuse(promise, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
        }
        ProducerIdentity producer = new ProducerIdentity(fresh.getAsLong(), (short) 0);
        if (request.producerId() >= 0) {
            ProducerIdentity expected =
                    new ProducerIdentity(request.producerId(), request.producerEpoch());
            grants.put(id, new Grant(expected, producer));
        }
        Transaction opened =
                Transaction.opened(
                        id,
                        producer,
                        previousId,
                        request.transactionTimeoutMs(),
                        now.epochMillis());
        return Decision.<TransactionRecord>none()
                .append(new Saved(opened))
                .andAnswer(promise, granted(producer));
    }

    private static Decision<TransactionRecord> refuse(
            Promise<InitProducerIdResponse> promise, ErrorCode error) {
        return Decision.answer(promise, refused(error));
    }

    private static InitProducerIdResponse refused(ErrorCode error) {
        return InitProducerIdResponse.builder().errorCode(error).producerEpoch((short) -1).build();
    }

    private static InitProducerIdResponse granted(ProducerIdentity producer) {
        return InitProducerIdResponse.builder()
                .producerId(producer.id())
                .producerEpoch(producer.epoch())
                .build();
    }
}
