package io.leat.log.broker.settings;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ClientMetricsKeys;
import io.leat.log.broker.config.ConfigKey;
import io.leat.log.broker.config.DynamicKeys;
import io.leat.log.broker.config.GroupKeys;
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
                        case ConfigResource.GROUP -> group(image, resource, request);
                        case ConfigResource.CLIENT_METRICS ->
                                clientMetrics(image, resource, request);
                        default ->
                                failed(
                                        resource,
                                        ErrorCode.INVALID_REQUEST,
                                        "Only topics, groups, brokers and client metrics have settings");
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
        for (Setting setting : TopicSettings.of(broker.config(), own)) {
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
        List<ResourceResult> configs = new ArrayList<>();
        for (ConfigKey<?> key : DynamicKeys.ALL.values()) {
            Setting setting = dynamic(image, name, key);
            boolean shown = !name.isEmpty() || setting.source() != Source.DEFAULT;
            if (shown && wanted(resource, key.name())) {
                configs.add(result(setting, request, false));
            }
        }
        if (!name.isEmpty()) { // what is in settings files is each broker's own
            for (ConfigKey<?> key : BrokerKeys.ALL.values()) {
                if (wanted(resource, key.name())) {
                    configs.add(result(brokerSetting(key), request, true));
                }
            }
        }
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
                String value = own.get(key.name());
                Setting setting =
                        value == null
                                ? new Setting(key, key.defaultText(), Source.DEFAULT)
                                : new Setting(key, value, Source.CLIENT_METRICS);
                configs.add(result(setting, request, false));
            }
        }
        return described(resource, configs);
    }

    private Setting groupSetting(Map<String, String> own, ConfigKey<?> key) {
        String value = own.get(key.name());
        ConfigKey<Integer> ofBroker = GroupKeys.ofBroker(key);
        if (value != null) {
            return new Setting(key, value, Source.GROUP);
        }
        String given = ofBroker == null ? null : broker.config().given().get(ofBroker.name());
        return given != null
                ? new Setting(key, given, Source.BROKER_FILE)
                : new Setting(key, key.defaultText(), Source.DEFAULT);
    }

    private static Setting dynamic(MetadataImage image, String broker, ConfigKey<?> key) {
        String own = image.configs(ConfigResource.broker(broker)).get(key.name());
        String all = image.configs(ConfigResource.broker("")).get(key.name());
        if (own != null && !broker.isEmpty()) {
            return new Setting(key, own, Source.BROKER);
        }
        return all != null
                ? new Setting(key, all, Source.ALL_BROKERS)
                : new Setting(key, key.defaultText(), Source.DEFAULT);
    }

    private Setting brokerSetting(ConfigKey<?> key) {
        String given = broker.config().given().get(key.name());
        if (key.equals(BrokerKeys.NODE_ID)) {
            return new Setting(key, String.valueOf(broker.nodeId()), Source.BROKER_FILE);
        }
        return given != null
                ? new Setting(key, given, Source.BROKER_FILE)
                : new Setting(key, key.defaultText(), Source.DEFAULT);
    }

    private static boolean wanted(Resource resource, String name) {
        List<String> names = resource.configurationKeys();
        return names == null || names.contains(name);
    }

    private static ResourceResult result(
            Setting setting, DescribeConfigsRequest request, boolean readOnly) {
        List<Synonym> synonyms = new ArrayList<>();
        String value = setting.key().isSecret() ? null : setting.value();
        if (request.includeSynonyms()) {
            byte source = setting.source().code();
            synonyms.add(new Synonym(setting.key().name(), value, source));
            if (setting.source() != Source.DEFAULT && setting.key().defaultText() != null) {
                byte general = Source.DEFAULT.code();
                synonyms.add(
                        new Synonym(setting.key().name(), setting.key().defaultText(), general));
            }
        }
        return ResourceResult.builder()
                .name(setting.key().name())
                .value(value)
                .isSensitive(setting.key().isSecret())
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
