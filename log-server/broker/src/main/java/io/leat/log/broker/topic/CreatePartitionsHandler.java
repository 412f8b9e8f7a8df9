package io.leat.log.broker.topic;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.quota.Mutations;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.CreatePartitionsRequest;
import io.leat.log.protocol.message.CreatePartitionsResponse;
import io.leat.log.protocol.message.CreatePartitionsResponse.TopicResult;
import io.leat.log.quorum.controller.CreatePartitions;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.TopicImage;

/** CreatePartitions, versions 0 to 3. */
public final class CreatePartitionsHandler
        implements Handler<CreatePartitionsRequest, CreatePartitionsResponse> {

    private static final int FIRST_STRICT_VERSION = 3;

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
        Mutations mutations = Mutations.of(broker, context, FIRST_STRICT_VERSION);
        if (!mutations.take(more(request))) {
            reply.complete(
                    failed(request, Mutations.refusal()).toBuilder()
                            .throttleTimeMs(mutations.throttleTimeMs())
                            .build());
            return;
        }
        int throttleTimeMs = mutations.throttleTimeMs();
        broker.controller()
                .submit(
                        image -> CreatePartitions.decide(image, request),
                        response ->
                                broker.topics()
                                        .whenOpened(
                                                response.results().stream()
                                                        .map(TopicResult::name)
                                                        .toList(),
                                                () ->
                                                        reply.complete(
                                                                response.toBuilder()
                                                                        .throttleTimeMs(
                                                                                throttleTimeMs)
                                                                        .build())),
                        error -> reply.complete(failed(request, error)));
    }

    /** How many partitions there would be more. */
    private int more(CreatePartitionsRequest request) {
        MetadataImage image = broker.image();
        int more = 0;
        for (CreatePartitionsRequest.Topic topic : request.topics()) {
            TopicImage found = image.topic(topic.name());
            int now = found == null ? 0 : found.partitions().size();
            more += found == null ? 0 : Math.max(0, topic.count() - now);
        }
        return more;
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
