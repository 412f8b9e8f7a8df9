package io.leat.log.broker.topic;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.CreatePartitionsRequest;
import io.leat.log.protocol.message.CreatePartitionsResponse;
import io.leat.log.protocol.message.CreatePartitionsResponse.TopicResult;
import io.leat.log.quorum.controller.CreatePartitions;

/** CreatePartitions, versions 0 to 3. */
public final class CreatePartitionsHandler
        implements Handler<CreatePartitionsRequest, CreatePartitionsResponse> {

    private final Broker broker;

    public CreatePartitionsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.CREATE_PARTITIONS;
    }

    @Override
    public boolean decidedByController() {
        return true;
    }

    @Override
    public CreatePartitionsRequest read(Reader in) {
        return CreatePartitionsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            CreatePartitionsRequest request,
            Reply<CreatePartitionsResponse> reply) {
        broker.controller()
                .submit(
                        image -> CreatePartitions.decide(image, request),
                        response ->
                                broker.topics()
                                        .whenOpened(
                                                response.results().stream()
                                                        .map(TopicResult::name)
                                                        .toList(),
                                                () -> reply.complete(response)),
                        error -> reply.complete(failed(request, error)));
    }

    private static CreatePartitionsResponse failed(
            CreatePartitionsRequest request, ErrorCode error) {
        return CreatePartitionsResponse.builder()
                .results(
                        request.topics().stream()
                                .map(t -> new TopicResult(t.name(), error, error.message()))
                                .toList())
                .build();
    }
}
