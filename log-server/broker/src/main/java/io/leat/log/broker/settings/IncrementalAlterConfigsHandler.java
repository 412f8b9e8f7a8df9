package io.leat.log.broker.settings;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.leat.log.protocol.message.IncrementalAlterConfigsResponse;
import io.leat.log.protocol.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import io.leat.log.quorum.controller.AlterConfigs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** IncrementalAlterConfigs, versions 0 to 1, of topics, brokers, groups and client metrics. */
public final class IncrementalAlterConfigsHandler
        implements Handler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> {

    private final Broker broker;
    private final AlterConfigs decisions;
    private final OwnChanges own;

    public IncrementalAlterConfigsHandler(Broker broker) {
        this.broker = broker;
        this.decisions = new AlterConfigs(broker.topics().rules());
        this.own = new OwnChanges(broker);
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
    public boolean concernsThisNode(IncrementalAlterConfigsRequest request) {
        return request.resources().stream()
                .anyMatch(each -> own.concernedBy(each.resourceType(), each.resourceName()));
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
        List<AlterConfigsResourceResponse> answered = own.answers(request);
        IncrementalAlterConfigsRequest others = OwnChanges.others(request, answered);
        Consumer<IncrementalAlterConfigsResponse> decided =
                response -> reply.complete(inOrder(request, answered, response));
        Consumer<ErrorCode> refused = error -> decided.accept(failed(others, error));
        if (others.resources().isEmpty()) {
            decided.accept(failed(others, ErrorCode.NONE));
        } else if (concernsThisNode(request) && !broker.activeController().isHere()) {
            broker.forwarder()
                    .pass(
                            context,
                            others,
                            response -> decided.accept((IncrementalAlterConfigsResponse) response),
                            refused);
        } else {
            broker.controller().submit(image -> decisions.decide(image, others), decided, refused);
        }
    }

    /** What this broker answered and what the controller did, as it was asked. */
    private static IncrementalAlterConfigsResponse inOrder(
            IncrementalAlterConfigsRequest request,
            List<AlterConfigsResourceResponse> own,
            IncrementalAlterConfigsResponse others) {
        if (own.isEmpty()) {
            return others;
        }
        List<AlterConfigsResourceResponse> left = new ArrayList<>(own);
        left.addAll(others.responses());
        List<AlterConfigsResourceResponse> ordered = new ArrayList<>();
        for (AlterConfigsResource resource : request.resources()) {
            left.stream()
                    .filter(
                            each ->
                                    each.resourceType() == resource.resourceType()
                                            && each.resourceName().equals(resource.resourceName()))
                    .findFirst()
                    .ifPresent(
                            each -> {
                                ordered.add(each);
                                left.remove(each);
                            });
        }
        return others.toBuilder().responses(ordered).build();
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
