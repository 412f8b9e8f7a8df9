package io.leat.log.broker.transaction;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.transaction.ClientCall;
import io.leat.log.coordinator.transaction.EndResult;
import io.leat.log.coordinator.transaction.TransactionCoordinator;
import io.leat.log.coordinator.transaction.TransactionRecord;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.EndTxnRequest;
import io.leat.log.protocol.message.EndTxnResponse;

/**
 * EndTxn, versions 0 to 5: commits or aborts. From version 5 on each end takes the next epoch, and
 * the answer says who writes the next transaction (KIP-890).
 */
public final class EndTxnHandler implements Handler<EndTxnRequest, EndTxnResponse> {

    private final CoordinatorHost<TransactionCoordinator, TransactionRecord> transactions;

    public EndTxnHandler(Broker broker) {
        this.transactions = broker.coordinators().transactions();
    }

    @Override
    public ApiKey key() {
        return ApiKey.END_TXN;
    }

    @Override
    public EndTxnRequest read(Reader in) {
        return EndTxnRequest.read(in);
    }

    private static final int FIRST_WITH_FENCED = 2;
    private static final int FIRST_OF_VERSION_TWO = 5;

    @Override
    public void handle(RequestContext context, EndTxnRequest request, Reply<EndTxnResponse> reply) {
        int version = context.apiVersion();
        ClientCall call =
                new ClientCall(
                        request.transactionalId(),
                        new ProducerIdentity(request.producerId(), request.producerEpoch()),
                        version >= FIRST_OF_VERSION_TWO ? 2 : 1,
                        context.connectionId());
        transactions.<EndResult>ask(
                request.transactionalId(),
                (coordinator, promise, now) ->
                        coordinator.end(call, request.committed(), promise, now),
                result -> reply.complete(response(result, version)),
                error -> reply.complete(EndTxnResponse.builder().errorCode(error).build()));
    }

    private static EndTxnResponse response(EndResult result, int version) {
        EndTxnResponse.Builder response =
                EndTxnResponse.builder()
                        .errorCode(FencedErrors.fit(result.error(), version, FIRST_WITH_FENCED));
        if (version >= FIRST_OF_VERSION_TWO && result.error() == ErrorCode.NONE) {
            response.producerId(result.producer().id()).producerEpoch(result.producer().epoch());
        }
        return response.build();
    }
}
