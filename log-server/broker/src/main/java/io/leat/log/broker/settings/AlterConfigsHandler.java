package io.leat.log.broker.settings;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.AlterConfigsRequest;
import io.leat.log.protocol.message.AlterConfigsRequest.AlterableConfig;
import io.leat.log.protocol.message.AlterConfigsRequest.Resource;
import io.leat.log.protocol.message.AlterConfigsResponse;
import io.leat.log.protocol.message.AlterConfigsResponse.ResourceResponse;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.leat.log.protocol.message.IncrementalAlterConfigsResponse;
import io.leat.log.quorum.controller.AlterConfigs;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.MetadataImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * AlterConfigs, versions 0 to 2: what is named becomes all that is set. Clients from before KIP-339
 * ask it, and two of them undo each other's changes.
 */
public final class AlterConfigsHandler
        implements Handler<AlterConfigsRequest, AlterConfigsResponse> {

    private static final byte SET = 0;
    private static final byte DELETE = 1;

    private final Broker broker;
    private final AlterConfigs decisions;
    private final OwnChanges own;

    public AlterConfigsHandler(Broker broker) {
        this.broker = broker;
        this.decisions = new AlterConfigs(broker.topics().rules());
        this.own = new OwnChanges(broker);
    }

    @Override
    public ApiKey key() {
        return ApiKey.ALTER_CONFIGS;
    }

    @Override
    public boolean decidedByController() {
        return true;
    }

    @Override
    public boolean concernsThisNode(AlterConfigsRequest request) {
        return request.resources().stream()
                .anyMatch(each -> own.isOwn(each.resourceType(), each.resourceName()));
    }

    @Override
    public AlterConfigsRequest read(Reader in) {
        return AlterConfigsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            AlterConfigsRequest request,
            Reply<AlterConfigsResponse> reply) {
        if (concernsThisNode(request) && !broker.activeController().isHere()) {
            handleHere(context, request, reply);
            return;
        }
        broker.controller()
                .submit(
                        image -> decide(image, request),
                        reply::complete,
                        error -> reply.complete(failed(request, error)));
    }

    /** Refuses what this broker could not live with, and has the controller decide the rest. */
    private void handleHere(
            RequestContext context,
            AlterConfigsRequest request,
            Reply<AlterConfigsResponse> reply) {
        List<ResourceResponse> refused = new ArrayList<>();
        List<Resource> others = new ArrayList<>();
        for (Resource each : request.resources()) {
            var answer =
                    own.isOwn(each.resourceType(), each.resourceName())
                            ? own.answer(asChanges(broker.image(), each), true)
                            : null;
            if (answer == null) {
                others.add(each);
            } else {
                refused.add(response(answer));
            }
        }
        AlterConfigsRequest rest = request.toBuilder().resources(others).build();
        Consumer<AlterConfigsResponse> decided =
                response -> {
                    List<ResourceResponse> all = new ArrayList<>(refused);
                    all.addAll(response.responses());
                    reply.complete(response.toBuilder().responses(all).build());
                };
        if (others.isEmpty()) {
            decided.accept(failed(rest, ErrorCode.NONE));
        } else {
            broker.forwarder()
                    .pass(
                            context,
                            rest,
                            response -> decided.accept((AlterConfigsResponse) response),
                            error -> decided.accept(failed(rest, error)));
        }
    }

    private static AlterConfigsResource asChanges(MetadataImage image, Resource each) {
        return new AlterConfigsResource(
                each.resourceType(), each.resourceName(), changes(image, each));
    }

    private static ResourceResponse response(
            IncrementalAlterConfigsResponse.AlterConfigsResourceResponse each) {
        return new ResourceResponse(
                each.errorCode(), each.errorMessage(), each.resourceType(), each.resourceName());
    }

    /** As the changes that lead there. */
    private Decision<AlterConfigsResponse> decide(
            MetadataImage image, AlterConfigsRequest request) {
        List<AlterConfigsResource> resources = new ArrayList<>();
        for (Resource each : request.resources()) {
            resources.add(asChanges(image, each));
        }
        var decision =
                decisions.decide(
                        image,
                        new IncrementalAlterConfigsRequest(resources, request.validateOnly()));
        List<ResourceResponse> results =
                decision.reply().responses().stream().map(AlterConfigsHandler::response).toList();
        return new Decision<>(
                decision.records(), AlterConfigsResponse.builder().responses(results).build());
    }

    private static List<IncrementalAlterConfigsRequest.AlterableConfig> changes(
            MetadataImage image, Resource resource) {
        List<IncrementalAlterConfigsRequest.AlterableConfig> changes = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (AlterableConfig each : resource.configs()) {
            named.add(each.name());
            changes.add(
                    new IncrementalAlterConfigsRequest.AlterableConfig(
                            each.name(), SET, each.value()));
        }
        ConfigResource key = new ConfigResource(resource.resourceType(), resource.resourceName());
        for (String name : image.configs(key).keySet()) {
            if (!named.contains(name)) {
                changes.add(new IncrementalAlterConfigsRequest.AlterableConfig(name, DELETE, null));
            }
        }
        return changes;
    }

    /** Nothing was changed, for {@code error}. */
    public static AlterConfigsResponse failed(AlterConfigsRequest request, ErrorCode error) {
        return AlterConfigsResponse.builder()
                .responses(
                        request.resources().stream()
                                .map(
                                        each ->
                                                new ResourceResponse(
                                                        error,
                                                        error.message(),
                                                        each.resourceType(),
                                                        each.resourceName()))
                                .toList())
                .build();
    }
}
