package io.leat.log.broker.transaction;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.Topics;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.transaction.ClientCall;
import io.leat.log.coordinator.transaction.TransactionCoordinator;
import io.leat.log.coordinator.transaction.TransactionRecord;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.AddOffsetsToTxnRequest;
import io.leat.log.protocol.message.AddOffsetsToTxnResponse;
import java.util.Set;
import java.util.function.Consumer;

/**
 * AddOffsetsToTxn, versions 0 to 4: the offsets of a group will be part of the transaction. Clients
 * of version 2 of the protocol do not need it.
 */
public final class AddOffsetsToTxnHandler
        implements Handler<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse> {

    private final Broker broker;
    private final CoordinatorHost<TransactionCoordinator, TransactionRecord> transactions;

    public AddOffsetsToTxnHandler(Broker broker) {
        this.broker = broker;
        this.transactions = broker.coordinators().transactions();
    }

    @Override
    public ApiKey key() {
        return ApiKey.ADD_OFFSETS_TO_TXN;
    }

    @Override
    public AddOffsetsToTxnRequest read(Reader in) {
        return AddOffsetsToTxnRequest.read(in);
    }

    private static final int FIRST_WITH_FENCED = 2;

    @Override
    public void handle(
            RequestContext context,
            AddOffsetsToTxnRequest request,
            Reply<AddOffsetsToTxnResponse> reply) {
        broker.ports()
                .loop()
                .execute(
                        () ->
                                broker.topics()
                                        .ensureInternal(
                                                Topics.OFFSETS,
                                                error -> enlist(context, request, reply)));
    }

    private void enlist(
            RequestContext context,
            AddOffsetsToTxnRequest request,
            Reply<AddOffsetsToTxnResponse> reply) {
        int partition = broker.coordinators().groups().partitionOf(request.groupId());
        if (partition < 0) {
            reply.complete(response(ErrorCode.COORDINATOR_NOT_AVAILABLE));
            return;
        }
        ClientCall call =
                new ClientCall(
                        request.transactionalId(),
                        new ProducerIdentity(request.producerId(), request.producerEpoch()),
                        1,
                        context.connectionId());
        Set<TopicPartition> offsets = Set.of(new TopicPartition(Topics.OFFSETS, partition));
        Consumer<ErrorCode> done =
                error ->
                        reply.complete(
                                response(
                                        FencedErrors.fit(
                                                error, context.apiVersion(), FIRST_WITH_FENCED)));
        transactions.<ErrorCode>ask(
                request.transactionalId(),
                (coordinator, promise, now) -> coordinator.enlist(call, offsets, promise, now),
                done,
                done);
    }

    private static AddOffsetsToTxnResponse response(ErrorCode error) {
        return AddOffsetsToTxnResponse.builder().errorCode(error).build();
    }
}
