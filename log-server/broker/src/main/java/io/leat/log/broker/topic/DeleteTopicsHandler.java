package io.leat.log.broker.topic;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.quota.Mutations;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.DeleteTopicsRequest;
import io.leat.log.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.leat.log.protocol.message.DeleteTopicsResponse;
import io.leat.log.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import io.leat.log.quorum.controller.DeleteTopics;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.TopicImage;

/** DeleteTopics, versions 0 to 6. Error 73 where the settings forbid it. */
public final class DeleteTopicsHandler
        implements Handler<DeleteTopicsRequest, DeleteTopicsResponse> {

    private static final int FIRST_STRICT_VERSION = 5;

    private final Broker broker;

    public DeleteTopicsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.DELETE_TOPICS;
    }

    @Override
    public boolean decidedByController() {
        return true;
    }

    @Override
    public DeleteTopicsRequest read(Reader in) {
        return DeleteTopicsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            DeleteTopicsRequest request,
            Reply<DeleteTopicsResponse> reply) {
        if (!broker.config().get(BrokerKeys.DELETE_TOPICS)) {
            // Version 3 brought error 73; clients before it know error 42.
            reply.complete(
                    failed(
                            request,
                            context.apiVersion() < 3
                                    ? ErrorCode.INVALID_REQUEST
                                    : ErrorCode.TOPIC_DELETION_DISABLED));
            return;
        }
        Mutations mutations = Mutations.of(broker, context, FIRST_STRICT_VERSION);
        if (!mutations.take(partitions(request))) {
            reply.complete(
                    failed(request, Mutations.refusal()).toBuilder()
                            .throttleTimeMs(mutations.throttleTimeMs())
                            .build());
            return;
        }
        int throttleTimeMs = mutations.throttleTimeMs();
        broker.controller()
                .submit(
                        image -> DeleteTopics.decide(image, request),
                        response ->
                                reply.complete(
                                        response.toBuilder()
                                                .throttleTimeMs(throttleTimeMs)
                                                .build()),
                        error -> reply.complete(failed(request, error)));
    }

    /** How many partitions would go. */
    private int partitions(DeleteTopicsRequest request) {
        MetadataImage image = broker.image();
        int partitions = 0;
        for (DeleteTopicState topic : DeleteTopics.wanted(request)) {
            String name = topic.name();
            TopicImage found = name == null ? image.topic(topic.topicId()) : image.topic(name);
            partitions += found == null ? 0 : found.partitions().size();
        }
        return partitions;
    }

    private static DeleteTopicsResponse failed(DeleteTopicsRequest request, ErrorCode error) {
        return DeleteTopicsResponse.builder()
                .responses(
                        DeleteTopics.wanted(request).stream()
                                .map(
                                        topic ->
                                                DeletableTopicResult.builder()
                                                        .name(topic.name())
                                                        .topicId(topic.topicId())
                                                        .errorCode(error)
                                                        .errorMessage(error.message())
                                                        .build())
                                .toList())
                .build();
    }
}
