package io.leat.log.broker.settings;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest;
import io.leat.log.protocol.message.IncrementalAlterConfigsResponse;
import io.leat.log.protocol.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import io.leat.log.quorum.controller.AlterConfigs;

/** IncrementalAlterConfigs, versions 0 to 1, of topics, brokers, groups and client metrics. */
public final class IncrementalAlterConfigsHandler
        implements Handler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> {

    private final Broker broker;
    private final AlterConfigs decisions;

    public IncrementalAlterConfigsHandler(Broker broker) {
        this.broker = broker;
        this.decisions = new AlterConfigs(broker.topics().rules());
    }

    @Override
    public ApiKey key() {
        return ApiKey.INCREMENTAL_ALTER_CONFIGS;
    }

    @Override
    public boolean decidedByController() {
        return true;
    }

    @Override
    public IncrementalAlterConfigsRequest read(Reader in) {
        return IncrementalAlterConfigsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            IncrementalAlterConfigsRequest request,
            Reply<IncrementalAlterConfigsResponse> reply) {
        broker.controller()
                .submit(
                        image -> decisions.decide(image, request),
                        reply::complete,
                        error -> reply.complete(failed(request, error)));
    }

    private static IncrementalAlterConfigsResponse failed(
            IncrementalAlterConfigsRequest request, ErrorCode error) {
        return IncrementalAlterConfigsResponse.builder()
                .responses(
                        request.resources().stream()
                                .map(
                                        resource ->
                                                new AlterConfigsResourceResponse(
                                                        error,
                                                        error.message(),
                                                        resource.resourceType(),
                                                        resource.resourceName()))
                                .toList())
                .build();
    }
}
