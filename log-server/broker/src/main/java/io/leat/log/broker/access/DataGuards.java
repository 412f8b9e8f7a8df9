package io.leat.log.broker.access;

import static io.leat.log.protocol.ErrorCode.TOPIC_AUTHORIZATION_FAILED;

import io.leat.log.broker.Reply;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.DeleteRecordsRequest;
import io.leat.log.protocol.message.DeleteRecordsResponse;
import io.leat.log.protocol.message.DescribeProducersRequest;
import io.leat.log.protocol.message.DescribeProducersResponse;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.ListOffsetsRequest;
import io.leat.log.protocol.message.ListOffsetsResponse;
import io.leat.log.protocol.message.OffsetForLeaderEpochRequest;
import io.leat.log.protocol.message.OffsetForLeaderEpochResponse;
import io.leat.log.protocol.message.ProduceRequest;
import io.leat.log.protocol.message.ProduceResponse;

/** Guards of requests for records. Stateless. */
final class DataGuards {

    private DataGuards() {}

    static void addTo(GuardTable table) {
        table.put(ApiKey.PRODUCE, DataGuards::produce);
        table.put(ApiKey.FETCH, DataGuards::fetch);
        table.<ListOffsetsRequest, ListOffsetsResponse, ListOffsetsRequest.Topic>each(
                ApiKey.LIST_OFFSETS,
                TOPIC_AUTHORIZATION_FAILED,
                new GuardTable.Elements<>(
                        ListOffsetsRequest::topics,
                        (request, topics) -> request.toBuilder().topics(topics).build()),
                (access, topic) -> access.topic(Operation.DESCRIBE, topic.name()),
                (response, refusal) ->
                        response.toBuilder()
                                .topics(GuardTable.joined(response.topics(), refusal.topics()))
                                .build());
        table.<DeleteRecordsRequest, DeleteRecordsResponse, DeleteRecordsRequest.Topic>each(
                ApiKey.DELETE_RECORDS,
                TOPIC_AUTHORIZATION_FAILED,
                new GuardTable.Elements<>(
                        DeleteRecordsRequest::topics,
                        (request, topics) -> request.toBuilder().topics(topics).build()),
                (access, topic) -> access.topic(Operation.DELETE, topic.name()),
                (response, refusal) ->
                        response.toBuilder()
                                .topics(GuardTable.joined(response.topics(), refusal.topics()))
                                .build());
        table.put(ApiKey.OFFSET_FOR_LEADER_EPOCH, DataGuards::epochs);
        table
                .<DescribeProducersRequest, DescribeProducersResponse,
                        DescribeProducersRequest.TopicRequest>
                        each(
                                ApiKey.DESCRIBE_PRODUCERS,
                                TOPIC_AUTHORIZATION_FAILED,
                                new GuardTable.Elements<>(
                                        DescribeProducersRequest::topics,
                                        (request, topics) ->
                                                request.toBuilder().topics(topics).build()),
                                (access, topic) -> access.topic(Operation.READ, topic.name()),
                                (response, refusal) ->
                                        response.toBuilder()
                                                .topics(
                                                        GuardTable.joined(
                                                                response.topics(),
                                                                refusal.topics()))
                                                .build());
    }

    private static final Guard<ProduceRequest, ProduceResponse> WRITES =
            GuardTable.elements(
                    TOPIC_AUTHORIZATION_FAILED,
                    new GuardTable.Elements<>(
                            ProduceRequest::topicData,
                            (request, topics) -> request.toBuilder().topicData(topics).build()),
                    (access, topic) -> access.topic(Operation.WRITE, topic.name(), topic.topicId()),
                    (response, refusal) ->
                            response.toBuilder()
                                    .responses(
                                            GuardTable.joined(
                                                    response.responses(), refusal.responses()))
                                    .build());

    private static void produce(
            Access access,
            ProduceRequest request,
            Reply<ProduceResponse> reply,
            Guard.Next<ProduceRequest, ProduceResponse> next) {
        String transaction = request.transactionalId();
        if (transaction != null && !access.transaction(Operation.WRITE, transaction)) {
            GuardTable.refuse(
                    access,
                    request,
                    silenced(request, reply),
                    ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
        } else {
            boolean silent = request.acks() == 0;
            boolean all =
                    request.topicData().stream()
                            .allMatch(
                                    topic ->
                                            access.topic(
                                                    Operation.WRITE,
                                                    topic.name(),
                                                    topic.topicId()));
            if (silent && !all) {
                reply.close("it has no right to write there"); // it waits for no answer
            } else {
                WRITES.check(access, request, reply, next);
            }
        }
    }

    /** A producer that waits for no answer learns of a refusal by the end of its connection. */
    private static Reply<ProduceResponse> silenced(
            ProduceRequest request, Reply<ProduceResponse> reply) {
        if (request.acks() != 0) {
            return reply;
        }
        return new Reply<>() {
            @Override
            public void complete(ProduceResponse response, Runnable released) {
                released.run();
                reply.close("it has no right to the transactional id");
            }

            @Override
            public void none() {
                reply.none();
            }

            @Override
            public void close(String reason) {
                reply.close(reason);
            }
        };
    }

    /**
     * Only brokers may call themselves replicas. What consumers read is looked at while they are
     * served, because sessions name their topics once.
     */
    private static void fetch(
            Access access,
            FetchRequest request,
            Reply<FetchResponse> reply,
            Guard.Next<FetchRequest, FetchResponse> next) {
        boolean replica = request.replicaId() >= 0 || request.replicaState().replicaId() >= 0;
        if (replica && !access.cluster(Operation.CLUSTER_ACTION)) {
            GuardTable.refuse(access, request, reply, TOPIC_AUTHORIZATION_FAILED);
        } else {
            next.handle(request, reply);
        }
    }

    private static final Guard<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> EPOCHS =
            GuardTable.elements(
                    TOPIC_AUTHORIZATION_FAILED,
                    new GuardTable.Elements<>(
                            OffsetForLeaderEpochRequest::topics,
                            (request, topics) -> request.toBuilder().topics(topics).build()),
                    (access, topic) -> access.topic(Operation.DESCRIBE, topic.topic()),
                    (response, refusal) ->
                            response.toBuilder()
                                    .topics(GuardTable.joined(response.topics(), refusal.topics()))
                                    .build());

    private static void epochs(
            Access access,
            OffsetForLeaderEpochRequest request,
            Reply<OffsetForLeaderEpochResponse> reply,
            Guard.Next<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> next) {
        if (access.cluster(Operation.CLUSTER_ACTION)) {
            next.handle(request, reply);
        } else {
            EPOCHS.check(access, request, reply, next);
        }
    }
}
