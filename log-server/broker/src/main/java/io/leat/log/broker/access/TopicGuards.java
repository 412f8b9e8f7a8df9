package io.leat.log.broker.access;

import static io.leat.log.protocol.ErrorCode.TOPIC_AUTHORIZATION_FAILED;

import io.leat.log.broker.Reply;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.CreateTopicsRequest;
import io.leat.log.protocol.message.CreateTopicsResponse;
import io.leat.log.protocol.message.DeleteTopicsRequest;
import io.leat.log.protocol.message.DeleteTopicsResponse;
import io.leat.log.protocol.message.DescribeTopicPartitionsRequest;
import io.leat.log.protocol.message.DescribeTopicPartitionsResponse;
import io.leat.log.protocol.message.MetadataRequest;
import io.leat.log.protocol.message.MetadataResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** Guards of requests about topics as a whole. Stateless. */
final class TopicGuards {

    private TopicGuards() {}

    static void addTo(GuardTable table) {
        table.put(ApiKey.METADATA, TopicGuards::metadata);
        table.put(ApiKey.DESCRIBE_TOPIC_PARTITIONS, TopicGuards::describePartitions);
        table.put(ApiKey.CREATE_TOPICS, TopicGuards::create);
        BinaryOperator<DeleteTopicsResponse> joined =
                (response, refusal) ->
                        response.toBuilder()
                                .responses(
                                        GuardTable.joined(
                                                response.responses(), refusal.responses()))
                                .build();
        table.put(
                ApiKey.DELETE_TOPICS,
                GuardTable.all(
                        GuardTable.elements(
                                TOPIC_AUTHORIZATION_FAILED,
                                new GuardTable.Elements<>(
                                        DeleteTopicsRequest::topics,
                                        (request, topics) ->
                                                request.toBuilder().topics(topics).build()),
                                (access, topic) ->
                                        topic.name() == null
                                                ? access.cluster(Operation.DELETE)
                                                        || access.topic(
                                                                Operation.DELETE,
                                                                null,
                                                                topic.topicId())
                                                : mayDelete(access, topic.name()),
                                joined),
                        GuardTable.elements(
                                TOPIC_AUTHORIZATION_FAILED,
                                new GuardTable.Elements<>(
                                        DeleteTopicsRequest::topicNames,
                                        (request, names) ->
                                                request.toBuilder().topicNames(names).build()),
                                TopicGuards::mayDelete,
                                joined)));
    }

    /** The cluster's right is one for all topics; who may see that one is not there hears that. */
    private static boolean mayDelete(Access access, String name) {
        return access.cluster(Operation.DELETE)
                || access.topic(Operation.DELETE, name)
                || !access.exists(name) && access.topic(Operation.DESCRIBE, name);
    }

    /**
     * Topics the client may see; of all topics those it may not see are left out, others get an
     * error. A topic that is not there is made only for who may create it.
     */
    private static void metadata(
            Access access,
            MetadataRequest request,
            Reply<MetadataResponse> reply,
            Guard.Next<MetadataRequest, MetadataResponse> next) {
        List<MetadataRequest.Topic> wanted = request.topics();
        boolean all = wanted == null || wanted.isEmpty() && access.context().apiVersion() == 0;
        if (wanted == null || all) {
            next.handle(
                    request,
                    new ChangedReply<>(
                            reply, response -> told(access, request, response, List.of())));
            return;
        }
        List<MetadataRequest.Topic> passed = new ArrayList<>();
        List<MetadataResponse.Topic> denied = new ArrayList<>();
        for (MetadataRequest.Topic topic : wanted) {
            String name = topic.name();
            boolean sees = access.topic(Operation.DESCRIBE, name, topic.topicId());
            if (sees
                    && (name == null || !isMade(access, request, name) || access.mayCreate(name))) {
                passed.add(topic);
            } else {
                denied.add(
                        MetadataResponse.Topic.builder()
                                .name(name)
                                .topicId(topic.topicId())
                                .errorCode(TOPIC_AUTHORIZATION_FAILED)
                                .build());
            }
        }
        boolean nothing = passed.isEmpty(); // which version 0 would take for everything
        next.handle(
                request.toBuilder().topics(passed).build(),
                new ChangedReply<>(
                        reply,
                        response ->
                                told(
                                        access,
                                        request,
                                        nothing
                                                ? response.toBuilder().topics(List.of()).build()
                                                : response,
                                        denied)));
    }

    /** Whether the request makes a topic of this name, if it may. */
    private static boolean isMade(Access access, MetadataRequest request, String name) {
        return request.allowAutoTopicCreation() && !name.isEmpty() && !access.exists(name);
    }

    private static MetadataResponse told(
            Access access,
            MetadataRequest request,
            MetadataResponse response,
            List<MetadataResponse.Topic> denied) {
        List<MetadataResponse.Topic> topics = new ArrayList<>();
        for (MetadataResponse.Topic topic : response.topics()) {
            String name = topic.name();
            if (name == null || topic.errorCode() != ErrorCode.NONE) {
                topics.add(topic);
            } else if (access.topic(Operation.DESCRIBE, name)) {
                topics.add(
                        request.includeTopicAuthorizedOperations()
                                ? topic.toBuilder()
                                        .topicAuthorizedOperations(access.topicOperations(name))
                                        .build()
                                : topic);
            }
        }
        topics.addAll(denied);
        MetadataResponse.Builder told = response.toBuilder().topics(topics);
        if (request.includeClusterAuthorizedOperations()) {
            told.clusterAuthorizedOperations(
                    access.cluster(Operation.DESCRIBE) ? access.clusterOperations() : 0);
        }
        return told.build();
    }

    private static final Guard<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse>
            PARTITIONS =
                    GuardTable.elements(
                            TOPIC_AUTHORIZATION_FAILED,
                            new GuardTable.Elements<>(
                                    DescribeTopicPartitionsRequest::topics,
                                    (request, topics) ->
                                            request.toBuilder().topics(topics).build()),
                            (access, topic) -> access.topic(Operation.DESCRIBE, topic.name()),
                            (response, refusal) ->
                                    response.toBuilder()
                                            .topics(
                                                    GuardTable.joined(
                                                            response.topics(), refusal.topics()))
                                            .build());

    private static void describePartitions(
            Access access,
            DescribeTopicPartitionsRequest request,
            Reply<DescribeTopicPartitionsResponse> reply,
            Guard.Next<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> next) {
        PARTITIONS.check(
                access,
                request,
                reply,
                (passed, answer) ->
                        next.handle(
                                passed,
                                new ChangedReply<>(answer, response -> visible(access, response))));
    }

    private static DescribeTopicPartitionsResponse visible(
            Access access, DescribeTopicPartitionsResponse response) {
        List<DescribeTopicPartitionsResponse.Topic> topics = new ArrayList<>();
        for (DescribeTopicPartitionsResponse.Topic topic : response.topics()) {
            String name = topic.name();
            if (name == null || topic.errorCode() != ErrorCode.NONE) {
                topics.add(topic);
            } else if (access.topic(Operation.DESCRIBE, name)) {
                topics.add(
                        topic.toBuilder()
                                .topicAuthorizedOperations(access.topicOperations(name))
                                .build());
            }
        }
        return response.toBuilder().topics(topics).build();
    }

    private static final Guard<CreateTopicsRequest, CreateTopicsResponse> CREATIONS =
            GuardTable.elements(
                    TOPIC_AUTHORIZATION_FAILED,
                    new GuardTable.Elements<>(
                            CreateTopicsRequest::topics,
                            (request, topics) -> request.toBuilder().topics(topics).build()),
                    (access, topic) -> access.mayCreate(topic.name()),
                    (response, refusal) ->
                            response.toBuilder()
                                    .topics(GuardTable.joined(response.topics(), refusal.topics()))
                                    .build());

    /** Who makes a topic is told its settings if he may see them. */
    private static void create(
            Access access,
            CreateTopicsRequest request,
            Reply<CreateTopicsResponse> reply,
            Guard.Next<CreateTopicsRequest, CreateTopicsResponse> next) {
        CREATIONS.check(
                access,
                request,
                reply,
                (passed, answer) ->
                        next.handle(
                                passed,
                                new ChangedReply<>(
                                        answer, response -> withoutSecrets(access, response))));
    }

    private static CreateTopicsResponse withoutSecrets(
            Access access, CreateTopicsResponse response) {
        return response.toBuilder()
                .topics(
                        response.topics().stream()
                                .map(
                                        topic ->
                                                topic.errorCode() != ErrorCode.NONE
                                                                || access.topic(
                                                                        Operation.DESCRIBE_CONFIGS,
                                                                        topic.name())
                                                        ? topic
                                                        : hidden(topic))
                                .toList())
                .build();
    }

    private static CreateTopicsResponse.CreatableTopicResult hidden(
            CreateTopicsResponse.CreatableTopicResult topic) {
        return topic.toBuilder()
                .topicConfigErrorCode(TOPIC_AUTHORIZATION_FAILED)
                .numPartitions(-1)
                .replicationFactor((short) -1)
                .configs(List.of())
                .build();
    }
}
