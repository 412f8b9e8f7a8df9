package io.leat.log.broker.access;

import static io.leat.log.protocol.ErrorCode.CLUSTER_AUTHORIZATION_FAILED;
import static io.leat.log.protocol.ErrorCode.GROUP_AUTHORIZATION_FAILED;
import static io.leat.log.protocol.ErrorCode.TOPIC_AUTHORIZATION_FAILED;
import static io.leat.log.protocol.ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;

import io.leat.log.broker.Reply;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.AddOffsetsToTxnRequest;
import io.leat.log.protocol.message.AddOffsetsToTxnResponse;
import io.leat.log.protocol.message.AddPartitionsToTxnRequest;
import io.leat.log.protocol.message.AddPartitionsToTxnResponse;
import io.leat.log.protocol.message.DescribeTransactionsRequest;
import io.leat.log.protocol.message.DescribeTransactionsResponse;
import io.leat.log.protocol.message.EndTxnRequest;
import io.leat.log.protocol.message.EndTxnResponse;
import io.leat.log.protocol.message.InitProducerIdRequest;
import io.leat.log.protocol.message.InitProducerIdResponse;
import io.leat.log.protocol.message.ListTransactionsRequest;
import io.leat.log.protocol.message.ListTransactionsResponse;
import io.leat.log.protocol.message.TxnOffsetCommitRequest;
import io.leat.log.protocol.message.TxnOffsetCommitResponse;
import java.util.List;

/** Guards of requests about transactions. Stateless. */
final class TransactionGuards {

    /** From here on brokers ask; clients add partitions by writing to them. */
    private static final int FIRST_BROKER_VERSION = 4;

    private TransactionGuards() {}

    static void addTo(GuardTable table) {
        table.put(ApiKey.INIT_PRODUCER_ID, TransactionGuards::init);
        table.put(ApiKey.ADD_PARTITIONS_TO_TXN, TransactionGuards::addPartitions);
        table.put(ApiKey.ADD_OFFSETS_TO_TXN, TransactionGuards::addOffsets);
        table.<EndTxnRequest, EndTxnResponse>whole(
                ApiKey.END_TXN,
                TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                (access, request) ->
                        access.transaction(Operation.WRITE, request.transactionalId()));
        table.put(ApiKey.TXN_OFFSET_COMMIT, TransactionGuards::commit);
        table.whole(
                ApiKey.WRITE_TXN_MARKERS,
                CLUSTER_AUTHORIZATION_FAILED,
                (access, request) ->
                        access.cluster(Operation.CLUSTER_ACTION)
                                || access.cluster(Operation.ALTER));
        table.<DescribeTransactionsRequest, DescribeTransactionsResponse, String>each(
                ApiKey.DESCRIBE_TRANSACTIONS,
                TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                new GuardTable.Elements<>(
                        DescribeTransactionsRequest::transactionalIds,
                        (request, ids) -> request.toBuilder().transactionalIds(ids).build()),
                (access, id) -> access.transaction(Operation.DESCRIBE, id),
                (response, refusal) ->
                        response.toBuilder()
                                .transactionStates(
                                        GuardTable.joined(
                                                response.transactionStates(),
                                                refusal.transactionStates()))
                                .build());
        table.put(ApiKey.LIST_TRANSACTIONS, TransactionGuards::list);
    }

    private static void init(
            Access access,
            InitProducerIdRequest request,
            Reply<InitProducerIdResponse> reply,
            Guard.Next<InitProducerIdRequest, InitProducerIdResponse> next) {
        String id = request.transactionalId();
        if (id != null && !access.transaction(Operation.WRITE, id)) {
            GuardTable.refuse(access, request, reply, TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
        } else if (id == null
                && !access.cluster(Operation.IDEMPOTENT_WRITE)
                && !access.writesSomewhere()) {
            GuardTable.refuse(access, request, reply, CLUSTER_AUTHORIZATION_FAILED);
        } else {
            next.handle(request, reply);
        }
    }

    /** One forbidden topic, and none is added. */
    private static void addPartitions(
            Access access,
            AddPartitionsToTxnRequest request,
            Reply<AddPartitionsToTxnResponse> reply,
            Guard.Next<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse> next) {
        if (access.context().apiVersion() >= FIRST_BROKER_VERSION) {
            if (access.cluster(Operation.CLUSTER_ACTION)) {
                next.handle(request, reply);
            } else {
                GuardTable.refuse(access, request, reply, CLUSTER_AUTHORIZATION_FAILED);
            }
            return;
        }
        if (!access.transaction(Operation.WRITE, request.v3AndBelowTransactionalId())) {
            GuardTable.refuse(access, request, reply, TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
            return;
        }
        boolean all =
                request.v3AndBelowTopics().stream()
                        .allMatch(topic -> access.topic(Operation.WRITE, topic.name()));
        if (all) {
            next.handle(request, reply);
        } else {
            reply.complete(
                    AddPartitionsToTxnResponse.builder()
                            .resultsByTopicV3AndBelow(
                                    request.v3AndBelowTopics().stream()
                                            .map(topic -> notAdded(access, topic))
                                            .toList())
                            .build());
        }
    }

    private static AddPartitionsToTxnResponse.TopicResult notAdded(
            Access access, AddPartitionsToTxnRequest.Topic topic) {
        ErrorCode error =
                access.topic(Operation.WRITE, topic.name())
                        ? ErrorCode.OPERATION_NOT_ATTEMPTED
                        : TOPIC_AUTHORIZATION_FAILED;
        return new AddPartitionsToTxnResponse.TopicResult(
                topic.name(),
                topic.partitions().stream()
                        .map(each -> new AddPartitionsToTxnResponse.PartitionResult(each, error))
                        .toList());
    }

    private static void addOffsets(
            Access access,
            AddOffsetsToTxnRequest request,
            Reply<AddOffsetsToTxnResponse> reply,
            Guard.Next<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse> next) {
        if (!access.transaction(Operation.WRITE, request.transactionalId())) {
            GuardTable.refuse(access, request, reply, TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
        } else if (!access.group(Operation.READ, request.groupId())) {
            GuardTable.refuse(access, request, reply, GROUP_AUTHORIZATION_FAILED);
        } else {
            next.handle(request, reply);
        }
    }

    private static final Guard<TxnOffsetCommitRequest, TxnOffsetCommitResponse> COMMITS =
            GuardTable.elements(
                    TOPIC_AUTHORIZATION_FAILED,
                    new GuardTable.Elements<>(
                            TxnOffsetCommitRequest::topics,
                            (request, topics) -> request.toBuilder().topics(topics).build()),
                    (access, topic) -> access.topic(Operation.READ, topic.name()),
                    (response, refusal) ->
                            response.toBuilder()
                                    .topics(GuardTable.joined(response.topics(), refusal.topics()))
                                    .build());

    private static void commit(
            Access access,
            TxnOffsetCommitRequest request,
            Reply<TxnOffsetCommitResponse> reply,
            Guard.Next<TxnOffsetCommitRequest, TxnOffsetCommitResponse> next) {
        if (!access.transaction(Operation.WRITE, request.transactionalId())) {
            GuardTable.refuse(access, request, reply, TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
        } else if (!access.group(Operation.READ, request.groupId())) {
            GuardTable.refuse(access, request, reply, GROUP_AUTHORIZATION_FAILED);
        } else {
            COMMITS.check(access, request, reply, next);
        }
    }

    private static void list(
            Access access,
            ListTransactionsRequest request,
            Reply<ListTransactionsResponse> reply,
            Guard.Next<ListTransactionsRequest, ListTransactionsResponse> next) {
        next.handle(
                request,
                new ChangedReply<>(
                        reply,
                        response ->
                                response.toBuilder()
                                        .transactionStates(visible(access, response))
                                        .build()));
    }

    private static List<ListTransactionsResponse.TransactionState> visible(
            Access access, ListTransactionsResponse response) {
        return response.transactionStates().stream()
                .filter(each -> access.transaction(Operation.DESCRIBE, each.transactionalId()))
                .toList();
    }
}
