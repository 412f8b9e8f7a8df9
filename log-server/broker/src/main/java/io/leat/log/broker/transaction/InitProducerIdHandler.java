package io.leat.log.broker.transaction;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.VersionRange;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.coordinator.transaction.TransactionCoordinator;
import io.leat.log.coordinator.transaction.TransactionRecord;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.InitProducerIdRequest;
import io.leat.log.protocol.message.InitProducerIdResponse;

/**
 * InitProducerId, versions 0 to 5. With a transactional id its coordinator decides; without one any
 * broker gives out a fresh producer id. Not yet: two-phase commit (version 6).
 */
public final class InitProducerIdHandler
        implements Handler<InitProducerIdRequest, InitProducerIdResponse> {

    private final Broker broker;
    private final CoordinatorHost<TransactionCoordinator, TransactionRecord> transactions;

    public InitProducerIdHandler(Broker broker) {
        this.broker = broker;
        this.transactions = broker.coordinators().transactions();
    }

    @Override
    public ApiKey key() {
        return ApiKey.INIT_PRODUCER_ID;
    }

    @Override
    public VersionRange versions() {
        return VersionRange.of(0, LAST_STABLE);
    }

    @Override
    public InitProducerIdRequest read(Reader in) {
        return InitProducerIdRequest.read(in);
    }

    private static final int FIRST_WITH_FENCED = 4;
    private static final int LAST_STABLE = 5;

    @Override
    public void handle(
            RequestContext context,
            InitProducerIdRequest request,
            Reply<InitProducerIdResponse> reply) {
        String id = request.transactionalId();
        if (id == null) {
            broker.producerIds()
                    .next(
                            fresh ->
                                    reply.complete(
                                            InitProducerIdResponse.builder()
                                                    .producerId(fresh)
                                                    .build()),
                            // Nothing about a coordinator that is elsewhere: clients would look
                            // for the one of no transactional id (Kafka's then loops for ever).
                            error ->
                                    reply.complete(
                                            refused(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)));
            return;
        }
        transactions.<InitProducerIdResponse>ask(
                id,
                (coordinator, promise, now) -> coordinator.open(id, request, promise, now),
                response -> reply.complete(fit(response, context.apiVersion())),
                error -> reply.complete(refused(error)));
    }

    private static InitProducerIdResponse fit(InitProducerIdResponse response, int version) {
        ErrorCode error = FencedErrors.fit(response.errorCode(), version, FIRST_WITH_FENCED);
        return response.toBuilder().errorCode(error).build();
    }

    private static InitProducerIdResponse refused(ErrorCode error) {
        return InitProducerIdResponse.builder().errorCode(error).producerEpoch((short) -1).build();
    }
}
