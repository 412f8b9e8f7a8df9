package io.leat.clients.admin;

import io.leat.clients.network.Call;
import io.leat.common.KafkaFuture;
import io.leat.common.Node;
import io.leat.common.config.ConfigResource;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.message.DescribeClusterRequest;
import io.leat.log.protocol.message.DescribeClusterResponse;
import io.leat.log.protocol.message.DescribeConfigsRequest;
import io.leat.log.protocol.message.DescribeConfigsResponse;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest;
import io.leat.log.protocol.message.IncrementalAlterConfigsResponse;
import io.leat.log.protocol.message.ListConfigResourcesRequest;
import io.leat.log.protocol.message.ListConfigResourcesResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Calls about the cluster and configurations. Stateless. */
final class ClusterCalls {

    /** The kind of nodes to describe, as the protocol numbers it. */
    private static final byte CONTROLLERS = 2;

    private final Attempts attempts;

    ClusterCalls(Attempts attempts) {
        this.attempts = attempts;
    }

    KafkaFuture<DescribeClusterResult.Description> describe(DescribeClusterOptions options) {
        Call<DescribeClusterResponse> call =
                Call.of(
                        ApiKey.DESCRIBE_CLUSTER,
                        version ->
                                describeRequest(version)
                                        .includeClusterAuthorizedOperations(
                                                options.includeAuthorizedOperations())
                                        .includeFencedBrokers(
                                                version >= 2 && options.includeFencedBrokers())
                                        .build(),
                        DescribeClusterResponse::read);
        return attempts.run(
                options,
                "Describing the cluster",
                () -> attempts.any(call).thenApply(response -> description(response, options)));
    }

    private DescribeClusterRequest.Builder describeRequest(int version) {
        DescribeClusterRequest.Builder request = DescribeClusterRequest.builder();
        return version >= 1 && attempts.io().settings().controllers()
                ? request.endpointType(CONTROLLERS)
                : request;
    }

    private DescribeClusterResult.Description description(
            DescribeClusterResponse response, DescribeClusterOptions options) {
        attempts.check(response.errorCode(), response.errorMessage());
        List<Node> nodes = new ArrayList<>();
        Node controller = null;
        for (DescribeClusterResponse.Broker broker : response.brokers()) {
            Node node =
                    new Node(
                            broker.brokerId(),
                            broker.host(),
                            broker.port(),
                            broker.rack(),
                            broker.isFenced());
            nodes.add(node);
            if (broker.brokerId() == response.controllerId()) {
                controller = node;
            }
        }
        return new DescribeClusterResult.Description(
                nodes,
                controller,
                response.clusterId(),
                options.includeAuthorizedOperations()
                        ? TopicDescriptions.operations(response.clusterAuthorizedOperations())
                        : null);
    }

    /** Version 0 only knows of client metrics. */
    KafkaFuture<Collection<ConfigResource>> listConfigResources(
            Set<ConfigResource.Type> types, ListConfigResourcesOptions options) {
        boolean clientMetrics = types.equals(Set.of(ConfigResource.Type.CLIENT_METRICS));
        Call<ListConfigResourcesResponse> call =
                Call.of(
                                ApiKey.LIST_CONFIG_RESOURCES,
                                version -> listRequest(version, types),
                                ListConfigResourcesResponse::read)
                        .versions(clientMetrics ? 0 : 1, 1);
        return attempts.run(
                options,
                "Listing what has configurations",
                () -> attempts.any(call).thenApply(this::resources));
    }

    private static ListConfigResourcesRequest listRequest(
            int version, Set<ConfigResource.Type> types) {
        return new ListConfigResourcesRequest(
                version == 0 ? List.of() : types.stream().map(ConfigResource.Type::id).toList());
    }

    private Collection<ConfigResource> resources(ListConfigResourcesResponse response) {
        attempts.check(response.errorCode(), null);
        return response.configResources().stream()
                .map(
                        each ->
                                new ConfigResource(
                                        ConfigResource.Type.forId(each.resourceType()),
                                        each.resourceName()))
                .toList();
    }

    KafkaFuture<Config> describeConfigs(ConfigResource resource, DescribeConfigsOptions options) {
        Call<DescribeConfigsResponse> call =
                Call.of(
                        ApiKey.DESCRIBE_CONFIGS,
                        version ->
                                DescribeConfigsRequest.builder()
                                        .resources(
                                                List.of(
                                                        new DescribeConfigsRequest.Resource(
                                                                resource.type().id(),
                                                                resource.name(),
                                                                null)))
                                        .includeSynonyms(options.includeSynonyms())
                                        .includeDocumentation(
                                                version >= 3 && options.includeDocumentation())
                                        .build(),
                        DescribeConfigsResponse::read);
        return attempts.run(
                options,
                "Describing the configuration of " + resource,
                () -> routed(resource, call).thenApply(response -> config(response)));
    }

    /** Configurations of a broker are asked of that broker; all others of any. */
    private <T> CompletableFuture<T> routed(ConfigResource resource, Call<T> call) {
        boolean ofBroker =
                resource.type() == ConfigResource.Type.BROKER
                        || resource.type() == ConfigResource.Type.BROKER_LOGGER;
        return ofBroker && !resource.name().isEmpty()
                ? attempts.node(Integer.parseInt(resource.name()), call)
                : attempts.any(call);
    }

    private Config config(DescribeConfigsResponse response) {
        DescribeConfigsResponse.Result result = response.results().get(0);
        attempts.check(result.errorCode(), result.errorMessage());
        List<ConfigEntry> entries = new ArrayList<>();
        for (DescribeConfigsResponse.ResourceResult one : result.configs()) {
            entries.add(
                    new ConfigEntry(
                            one.name(),
                            one.value(),
                            ConfigEntry.ConfigSource.forId(one.configSource()),
                            one.isSensitive(),
                            one.readOnly(),
                            one.synonyms().stream()
                                    .map(
                                            synonym ->
                                                    new ConfigEntry.ConfigSynonym(
                                                            synonym.name(),
                                                            synonym.value(),
                                                            ConfigEntry.ConfigSource.forId(
                                                                    synonym.source())))
                                    .toList(),
                            ConfigEntry.ConfigType.forId(one.configType()),
                            one.documentation()));
        }
        return new Config(entries);
    }

    KafkaFuture<Void> alterConfigs(
            ConfigResource resource,
            Collection<AlterConfigOp> changes,
            AlterConfigsOptions options) {
        List<IncrementalAlterConfigsRequest.AlterableConfig> configs = new ArrayList<>();
        for (AlterConfigOp change : changes) {
            configs.add(
                    new IncrementalAlterConfigsRequest.AlterableConfig(
                            change.configEntry().name(),
                            change.opType().id(),
                            change.configEntry().value()));
        }
        IncrementalAlterConfigsRequest request =
                IncrementalAlterConfigsRequest.builder()
                        .resources(
                                List.of(
                                        new IncrementalAlterConfigsRequest.AlterConfigsResource(
                                                resource.type().id(), resource.name(), configs)))
                        .validateOnly(options.shouldValidateOnly())
                        .build();
        return attempts.run(
                options,
                "Changing the configuration of " + resource,
                () ->
                        routed(resource, Call.of(request, IncrementalAlterConfigsResponse::read))
                                .thenApply(
                                        response -> {
                                            var one = response.responses().get(0);
                                            attempts.check(one.errorCode(), one.errorMessage());
                                            return null;
                                        }));
    }
}
