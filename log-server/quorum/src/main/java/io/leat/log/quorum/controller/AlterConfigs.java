package io.leat.log.quorum.controller;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.message.ConfigRecord;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.leat.log.protocol.message.IncrementalAlterConfigsResponse;
import io.leat.log.protocol.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import io.leat.log.protocol.message.PartitionChangeRecord;
import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.MetadataDelta;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Decides IncrementalAlterConfigs, of topics, brokers, groups and client metrics. Stateless. */
public final class AlterConfigs {

    private static final byte SET = 0;
    private static final byte DELETE = 1;
    private static final byte APPEND = 2;
    private static final byte SUBTRACT = 3;

    /**
     * Settings that brokers of older versions would not heed, with the metadata.version of ours.
     */
    private static final Map<String, Short> SINCE = Map.of("cordoned.log.dirs", (short) 30);

    private final TopicRules rules;

    public AlterConfigs(TopicRules rules) {
        this.rules = rules;
    }

    /** Every resource succeeds or fails as a whole. */
    public Decision<IncrementalAlterConfigsResponse> decide(
            MetadataImage image, IncrementalAlterConfigsRequest request) {
        List<LogRecord> records = new ArrayList<>();
        List<AlterConfigsResourceResponse> results = new ArrayList<>();
        Set<ConfigResource> seen = new HashSet<>();
        for (AlterConfigsResource resource : request.resources()) {
            AlterConfigsResourceResponse.Builder result =
                    AlterConfigsResourceResponse.builder()
                            .resourceType(resource.resourceType())
                            .resourceName(resource.resourceName())
                            .errorMessage(null);
            ConfigResource key =
                    new ConfigResource(resource.resourceType(), resource.resourceName());
            try {
                if (!seen.add(key)) {
                    throw new Refusal(
                            ErrorCode.INVALID_REQUEST, "The request names the resource twice");
                }
                records.addAll(alter(image, key, resource.configs()));
            } catch (Refusal refusal) {
                result.errorCode(refusal.error()).errorMessage(refusal.text());
            }
            results.add(result.build());
        }
        IncrementalAlterConfigsResponse response =
                IncrementalAlterConfigsResponse.builder().responses(results).build();
        return new Decision<>(request.validateOnly() ? List.of() : records, response);
    }

    private List<LogRecord> alter(
            MetadataImage image, ConfigResource resource, List<AlterableConfig> changes) {
        return switch (resource.type()) {
            case ConfigResource.TOPIC -> alterTopic(image, resource, changes);
            case ConfigResource.BROKER -> alterBroker(image, resource, changes);
            case ConfigResource.GROUP ->
                    alterNamed(image, resource, changes, rules::groupViolation);
            case ConfigResource.CLIENT_METRICS ->
                    alterNamed(image, resource, changes, rules::clientMetricsViolation);
            default ->
                    throw new Refusal(
                            ErrorCode.INVALID_REQUEST,
                            "Only settings of topics, brokers, groups and client metrics can be"
                                    + " changed while the server runs");
        };
    }

    private List<LogRecord> alterTopic(
            MetadataImage image, ConfigResource resource, List<AlterableConfig> changes) {
        TopicImage topic = image.topic(resource.name());
        if (topic == null) {
            throw new Refusal(
                    ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                    "There is no topic '" + resource.name() + "'");
        }
        List<LogRecord> records =
                records(image, resource, changes, rules::violation, rules::defaultOf);
        String contradiction = rules.contradiction(applied(image, records).configs(resource));
        if (contradiction != null) {
            throw new Refusal(ErrorCode.INVALID_CONFIG, contradiction);
        }
        records.addAll(partitions(image, topic, records));
        return records;
    }

    /** What one broker has set, or all; of a broker that is gone it can only be deleted. */
    private List<LogRecord> alterBroker(
            MetadataImage image, ConfigResource resource, List<AlterableConfig> changes) {
        boolean sets = changes.stream().anyMatch(each -> each.configOperation() != DELETE);
        if (!resource.name().isEmpty() && sets && !isBroker(image, resource.name())) {
            throw new Refusal(
                    ErrorCode.BROKER_ID_NOT_REGISTERED,
                    "There is no broker '" + resource.name() + "'");
        }
        changes.forEach(each -> checkLevel(image, each.name()));
        List<LogRecord> records =
                records(
                        image,
                        resource,
                        changes,
                        (name, value) -> rules.brokerViolation(resource.name(), name, value),
                        rules::defaultOfBroker);
        MetadataImage after = applied(image, records);
        String violation =
                rules.brokerViolation(
                        resource.name(),
                        after.configs(ConfigResource.broker("")),
                        after.configs(resource));
        if (violation != null && sets) {
            throw new Refusal(ErrorCode.INVALID_REQUEST, violation);
        }
        if (resource.name().isEmpty()) {
            List<LogRecord> settings = List.copyOf(records);
            for (TopicImage topic : image.topics()) {
                records.addAll(partitions(image, topic, settings));
            }
        }
        return records;
    }

    private static void checkLevel(MetadataImage image, String name) {
        short needed = SINCE.getOrDefault(name, (short) 0);
        if (image.features().getOrDefault("metadata.version", needed) < needed) {
            throw new Refusal(
                    ErrorCode.INVALID_CONFIG,
                    name
                            + " needs metadata.version "
                            + needed
                            + ": raise it (kafka-features.sh upgrade)");
        }
    }

    private static MetadataImage applied(MetadataImage image, List<LogRecord> records) {
        MetadataDelta delta = new MetadataDelta(image);
        records.forEach(delta::apply);
        return delta.image(image.offset());
    }

    /**
     * A group has settings whether or not it exists: most are made before its first member. A
     * subscription to metrics of clients is nothing but its settings.
     */
    private List<LogRecord> alterNamed(
            MetadataImage image,
            ConfigResource resource,
            List<AlterableConfig> changes,
            BiFunction<String, String, @Nullable String> violation) {
        if (resource.name().isEmpty()) {
            throw new Refusal(ErrorCode.INVALID_REQUEST, "What has these settings has a name");
        }
        return records(image, resource, changes, violation, rules::defaultOf);
    }

    private static boolean isBroker(MetadataImage image, String name) {
        try {
            return image.broker(Integer.parseInt(name)) != null;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private List<LogRecord> records(
            MetadataImage image,
            ConfigResource resource,
            List<AlterableConfig> changes,
            BiFunction<String, String, @Nullable String> violation,
            UnaryOperator<String> defaults) {
        List<LogRecord> records = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (AlterableConfig change : changes) {
            if (!seen.add(change.name())) {
                throw new Refusal(ErrorCode.INVALID_REQUEST, change.name() + " is changed twice");
            }
            String current = image.configs(resource).get(change.name());
            String base = current != null ? current : defaults.apply(change.name());
            String next = changed(resource, change, base, violation);
            if (next != null || current != null) {
                records.add(
                        new ConfigRecord(resource.type(), resource.name(), change.name(), next));
            }
        }
        return records;
    }

    /**
     * What other settings mean for the partitions: with another min.insync.replicas eligible
     * leaders may no longer be that, and with unclean elections what has no leader may get one.
     */
    private List<LogRecord> partitions(
            MetadataImage image, TopicImage topic, List<LogRecord> settings) {
        ReplicationRules after = new ReplicationRules(applied(image, settings), rules);
        List<LogRecord> records = new ArrayList<>();
        for (PartitionImage partition : topic.partitions()) {
            if (!partition.elr().isEmpty() || !partition.hasLeader()) {
                PartitionChangeRecord change =
                        new PartitionChange(topic, partition, Liveness.of(image), after).record();
                if (change != null) {
                    records.add(change);
                }
            }
        }
        return records;
    }

    private @Nullable String changed(
            ConfigResource resource,
            AlterableConfig change,
            String base,
            BiFunction<String, String, @Nullable String> rule) {
        if (change.configOperation() == DELETE) {
            return null;
        }
        String value = change.value();
        if (value == null) {
            throw new Refusal(ErrorCode.INVALID_REQUEST, change.name() + " has no value");
        }
        boolean whole = change.configOperation() == SET;
        if (!whole && !rules.isList(resource.type(), change.name())) {
            throw new Refusal(
                    ErrorCode.INVALID_CONFIG,
                    change.name() + " is no list: nothing can be added to it or taken away");
        }
        String violation = rule.apply(change.name(), value);
        if (violation != null) {
            throw new Refusal(refusal(resource), violation);
        }
        return switch (change.configOperation()) {
            case SET -> value;
            case APPEND -> joined(base, value, true);
            case SUBTRACT -> joined(base, value, false);
            default ->
                    throw new Refusal(
                            ErrorCode.INVALID_REQUEST,
                            "There is no operation " + change.configOperation());
        };
    }

    /** Brokers of Kafka refuse settings of their own as requests that make no sense. */
    private static ErrorCode refusal(ConfigResource resource) {
        return resource.type() == ConfigResource.BROKER
                ? ErrorCode.INVALID_REQUEST
                : ErrorCode.INVALID_CONFIG;
    }

    /** The list {@code base} with the elements of {@code change} added or taken away. */
    private static String joined(String base, String change, boolean add) {
        List<String> values = new ArrayList<>();
        if (!base.isEmpty()) {
            values.addAll(List.of(base.split(",")));
        }
        List<String> elements = List.of(change.split(","));
        values.removeAll(elements);
        if (add) {
            values.addAll(elements);
        }
        return String.join(",", values);
    }
}
