package io.leat.log.broker.settings;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.config.ClientMetricsKeys;
import io.leat.log.broker.config.ConfigKey;
import io.leat.log.broker.config.DynamicKeys;
import io.leat.log.broker.config.GroupKeys;
import io.leat.log.broker.settings.TopicSettings.Layer;
import io.leat.log.broker.settings.TopicSettings.Setting;
import io.leat.log.broker.settings.TopicSettings.Source;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.DescribeConfigsRequest;
import io.leat.log.protocol.message.DescribeConfigsRequest.Resource;
import io.leat.log.protocol.message.DescribeConfigsResponse;
import io.leat.log.protocol.message.DescribeConfigsResponse.ResourceResult;
import io.leat.log.protocol.message.DescribeConfigsResponse.Result;
import io.leat.log.protocol.message.DescribeConfigsResponse.Synonym;
import io.leat.log.quorum.controller.TopicNames;
import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.MetadataImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** DescribeConfigs: settings of topics, groups, client metrics and of this broker. */
public final class DescribeConfigsHandler
        implements Handler<DescribeConfigsRequest, DescribeConfigsResponse> {

    private final Broker broker;

    public DescribeConfigsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.DESCRIBE_CONFIGS;
    }

    @Override
    public DescribeConfigsRequest read(Reader in) {
        return DescribeConfigsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            DescribeConfigsRequest request,
            Reply<DescribeConfigsResponse> reply) {
        MetadataImage image = broker.image();
        List<Result> results = new ArrayList<>();
        for (Resource resource : request.resources()) {
            results.add(
                    switch (resource.resourceType()) {
                        case ConfigResource.TOPIC -> topic(image, resource, request);
                        case ConfigResource.BROKER -> broker(image, resource, request);
                        case ConfigResource.BROKER_LOGGER -> loggers(resource, request);
                        case ConfigResource.GROUP -> group(image, resource, request);
                        case ConfigResource.CLIENT_METRICS ->
                                clientMetrics(image, resource, request);
                        default ->
                                failed(
                                        resource,
                                        ErrorCode.INVALID_REQUEST,
                                        "Only topics, groups, brokers, their loggers and client"
                                                + " metrics have settings");
                    });
        }
        reply.complete(DescribeConfigsResponse.builder().results(results).build());
    }

    private Result topic(MetadataImage image, Resource resource, DescribeConfigsRequest request) {
        String name = resource.resourceName();
        String violation = TopicNames.violation(name);
        if (violation != null) {
            return failed(resource, ErrorCode.INVALID_TOPIC_EXCEPTION, violation);
        }
        if (image.topic(name) == null) {
            return failed(
                    resource,
                    ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                    "There is no topic '" + name + "'");
        }
        Map<String, String> own = image.configs(ConfigResource.topic(name));
        List<ResourceResult> configs = new ArrayList<>();
        for (Setting setting : TopicSettings.of(broker.settings().at(image), own)) {
            if (wanted(resource, setting.key().name())) {
                configs.add(result(setting, request, false));
            }
        }
        return described(resource, configs);
    }

    private Result broker(MetadataImage image, Resource resource, DescribeConfigsRequest request) {
        String name = resource.resourceName();
        if (!name.isEmpty() && !name.equals(String.valueOf(broker.nodeId()))) {
            return failed(
                    resource,
                    ErrorCode.INVALID_REQUEST,
                    "This is broker " + broker.nodeId() + ", not '" + name + "'");
        }
        List<Setting> settings =
                name.isEmpty()
                        ? BrokerSettings.ofAll(image.configs(ConfigResource.broker("")))
                        : BrokerSettings.of(broker.settings().at(image), broker.nodeId());
        List<ResourceResult> configs = new ArrayList<>();
        for (Setting setting : settings) {
            String key = setting.key().name();
            if (wanted(resource, key)) {
                configs.add(result(setting, request, !DynamicKeys.contains(key)));
            }
        }
        return described(resource, configs);
    }

    /** The levels that count, all of them as if they had been set. */
    private Result loggers(Resource resource, DescribeConfigsRequest request) {
        BrokerLoggers.Refused refused = broker.loggers().misdirected(resource.resourceName());
        if (refused != null) {
            return failed(resource, refused.error(), refused.text());
        }
        List<ResourceResult> configs = new ArrayList<>();
        broker.loggers()
                .all()
                .forEach(
                        (logger, level) -> {
                            if (wanted(resource, logger)) {
                                configs.add(
                                        ResourceResult.builder()
                                                .name(logger)
                                                .value(level)
                                                .configSource(Source.BROKER_LOGGER.code())
                                                .documentation(
                                                        request.includeDocumentation() ? "" : null)
                                                .build());
                            }
                        });
        return described(resource, configs);
    }

    private Result group(MetadataImage image, Resource resource, DescribeConfigsRequest request) {
        Map<String, String> own = image.configs(ConfigResource.group(resource.resourceName()));
        List<ResourceResult> configs = new ArrayList<>();
        for (ConfigKey<?> key : GroupKeys.ALL.values()) {
            if (wanted(resource, key.name())) {
                configs.add(result(groupSetting(own, key), request, false));
            }
        }
        return described(resource, configs);
    }

    private static Result clientMetrics(
            MetadataImage image, Resource resource, DescribeConfigsRequest request) {
        String name = resource.resourceName();
        if (name.isEmpty()) {
            return failed(resource, ErrorCode.INVALID_REQUEST, "A subscription has a name");
        }
        Map<String, String> own = image.configs(ConfigResource.clientMetrics(name));
        List<ResourceResult> configs = new ArrayList<>();
        for (ConfigKey<?> key : ClientMetricsKeys.ALL.values()) {
            if (wanted(resource, key.name())) {
                Setting setting = Setting.of(key, own.get(key.name()), Source.CLIENT_METRICS);
                configs.add(result(setting, request, false));
            }
        }
        return described(resource, configs);
    }

    private Setting groupSetting(Map<String, String> own, ConfigKey<?> key) {
        String value = own.get(key.name());
        ConfigKey<Integer> ofBroker = GroupKeys.ofBroker(key);
        if (ofBroker == null) {
            return Setting.of(key, value, Source.GROUP);
        }
        List<Layer> layers = new ArrayList<>();
        if (value != null) {
            layers.add(new Layer(key.name(), value, Source.GROUP));
        }
        layers.addAll(BrokerSettings.layers(broker.config(), List.of(ofBroker.name())));
        Layer first = layers.get(0);
        return new Setting(key, first.value(), first.source(), layers);
    }

    private static boolean wanted(Resource resource, String name) {
        List<String> names = resource.configurationKeys();
        return names == null || names.contains(name);
    }

    private static ResourceResult result(
            Setting setting, DescribeConfigsRequest request, boolean readOnly) {
        boolean secret = setting.key().isSecret();
        List<Synonym> synonyms = new ArrayList<>();
        if (request.includeSynonyms()) {
            for (Layer layer : setting.layers()) {
                synonyms.add(
                        new Synonym(
                                layer.name(),
                                secret ? null : layer.value(),
                                layer.source().code()));
            }
        }
        return ResourceResult.builder()
                .name(setting.key().name())
                .value(secret ? null : setting.value())
                .isSensitive(secret)
                .readOnly(readOnly)
                .configSource(setting.source().code())
                .synonyms(synonyms)
                .configType(setting.key().type().code())
                .documentation(request.includeDocumentation() ? setting.key().doc() : null)
                .build();
    }

    private static Result described(Resource resource, List<ResourceResult> configs) {
        return new Result(
                ErrorCode.NONE, null, resource.resourceType(), resource.resourceName(), configs);
    }

    private static Result failed(Resource resource, ErrorCode error, @Nullable String message) {
        return new Result(
                error, message, resource.resourceType(), resource.resourceName(), List.of());
    }
}
