package io.leat.log.broker.topic;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.DeleteTopicsRequest;
import io.leat.log.protocol.message.DeleteTopicsResponse;
import io.leat.log.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import io.leat.log.quorum.controller.DeleteTopics;

/** DeleteTopics, versions 0 to 6. Error 73 where the settings forbid it. */
public final class DeleteTopicsHandler
        implements Handler<DeleteTopicsRequest, DeleteTopicsResponse> {

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
        broker.controller()
                .submit(
                        image -> DeleteTopics.decide(image, request),
                        reply::complete,
                        error -> reply.complete(failed(request, error)));
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
