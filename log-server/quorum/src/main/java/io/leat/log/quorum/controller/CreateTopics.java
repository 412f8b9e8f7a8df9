package io.leat.log.quorum.controller;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ConfigRecord;
import io.leat.log.protocol.message.CreateTopicsRequest;
import io.leat.log.protocol.message.CreateTopicsRequest.CreatableReplicaAssignment;
import io.leat.log.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.leat.log.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.leat.log.protocol.message.CreateTopicsResponse;
import io.leat.log.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import io.leat.log.protocol.message.TopicRecord;
import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Decides CreateTopics. Stateless apart from the source of topic ids. */
public final class CreateTopics {

    private static final int PARTITIONS_MAX = 10_000;

    private final TopicRules rules;
    private final Supplier<Uuid> ids;

    public CreateTopics(TopicRules rules, Supplier<Uuid> ids) {
        this.rules = rules;
        this.ids = ids;
    }

    /** Every topic succeeds or fails by itself. The reply has no settings: the broker adds them. */
    public Decision<CreateTopicsResponse> decide(MetadataImage image, CreateTopicsRequest request) {
        List<LogRecord> records = new ArrayList<>();
        List<CreatableTopicResult> results = new ArrayList<>();
        Set<String> twice = namedTwice(request.topics());
        Set<String> made = new HashSet<>();
        for (CreatableTopic topic : request.topics()) {
            try {
                if (twice.contains(topic.name())) {
                    if (made.add(topic.name())) {
                        throw new Refusal(
                                ErrorCode.INVALID_REQUEST, "The request names the topic twice");
                    }
                    continue;
                }
                results.add(create(image, topic, records));
            } catch (Refusal refusal) {
                results.add(
                        CreatableTopicResult.builder()
                                .name(topic.name())
                                .errorCode(refusal.error())
                                .errorMessage(refusal.text())
                                .configs(null)
                                .build());
            }
        }
        CreateTopicsResponse response = CreateTopicsResponse.builder().topics(results).build();
        return new Decision<>(request.validateOnly() ? List.of() : records, response);
    }

    private static Set<String> namedTwice(List<CreatableTopic> topics) {
        Set<String> seen = new HashSet<>();
        return topics.stream()
                .map(CreatableTopic::name)
                .filter(name -> !seen.add(name))
                .collect(Collectors.toSet());
    }

    private CreatableTopicResult create(
            MetadataImage image, CreatableTopic topic, List<LogRecord> records) {
        checkName(image, topic.name());
        Placement placement = new Placement(image);
        List<List<Integer>> replicas =
                topic.assignments().isEmpty() ? placed(placement, topic) : given(placement, topic);
        List<LogRecord> settings = settings(topic);
        addMinIsr(image, topic, replicas.get(0).size(), settings);
        Uuid id = ids.get();
        records.add(new TopicRecord(topic.name(), id));
        for (int i = 0; i < replicas.size(); i++) {
            records.add(placement.newPartition(id, i, replicas.get(i)));
        }
        records.addAll(settings);
        return CreatableTopicResult.builder()
                .name(topic.name())
                .topicId(id)
                .errorMessage(null)
                .numPartitions(replicas.size())
                .replicationFactor((short) replicas.get(0).size())
                .build();
    }

    private static void checkName(MetadataImage image, String name) {
        String violation = TopicNames.violation(name);
        if (violation != null) {
            throw new Refusal(ErrorCode.INVALID_TOPIC_EXCEPTION, violation);
        }
        if (image.topic(name) != null) {
            throw new Refusal(
                    ErrorCode.TOPIC_ALREADY_EXISTS, "Topic '" + name + "' already exists.");
        }
        TopicImage collision = TopicNames.collision(image, name);
        if (collision != null) {
            throw new Refusal(
                    ErrorCode.INVALID_TOPIC_EXCEPTION,
                    "Topic '" + name + "' collides with existing topic: " + collision.name());
        }
    }

    private List<List<Integer>> placed(Placement placement, CreatableTopic topic) {
        int partitions =
                topic.numPartitions() == -1 ? rules.defaultPartitions() : topic.numPartitions();
        if (partitions < 1 || partitions > PARTITIONS_MAX) {
            throw new Refusal(
                    ErrorCode.INVALID_PARTITIONS,
                    "Number of partitions was set to an invalid value: "
                            + partitions
                            + " is not in 1.."
                            + PARTITIONS_MAX);
        }
        int replicas =
                topic.replicationFactor() == -1
                        ? Math.min(rules.defaultReplicationFactor(), placement.brokers())
                        : topic.replicationFactor();
        return placement.spread(topic.name(), 0, partitions, replicas);
    }

    private static List<List<Integer>> given(Placement placement, CreatableTopic topic) {
        if (topic.numPartitions() != -1 || topic.replicationFactor() != -1) {
            throw new Refusal(
                    ErrorCode.INVALID_REQUEST,
                    "A topic is given either replicas by hand, or their numbers");
        }
        List<CreatableReplicaAssignment> sorted = new ArrayList<>(topic.assignments());
        sorted.sort(Comparator.comparingInt(CreatableReplicaAssignment::partitionIndex));
        List<List<Integer>> replicas = new ArrayList<>();
        for (CreatableReplicaAssignment assignment : sorted) {
            if (assignment.partitionIndex() != replicas.size()) {
                throw new Refusal(
                        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                        "The partitions of an assignment are 0, 1, 2 and so on");
            }
            placement.check(assignment.brokerIds(), sorted.get(0).brokerIds().size());
            replicas.add(assignment.brokerIds());
        }
        return replicas;
    }

    private List<LogRecord> settings(CreatableTopic topic) {
        List<LogRecord> records = new ArrayList<>();
        Map<String, String> all = new HashMap<>();
        for (CreatableTopicConfig config : topic.configs()) {
            String value = config.value();
            String violation =
                    value == null
                            ? "Topic setting " + config.name() + " has no value"
                            : rules.violation(config.name(), value);
            if (violation != null || value == null) {
                throw new Refusal(ErrorCode.INVALID_CONFIG, String.valueOf(violation));
            }
            all.put(config.name(), value);
            records.add(new ConfigRecord(ConfigResource.TOPIC, topic.name(), config.name(), value));
        }
        String contradiction = rules.contradiction(all);
        if (contradiction != null) {
            throw new Refusal(ErrorCode.INVALID_CONFIG, contradiction);
        }
        return records;
    }

    /**
     * Where nobody said otherwise a majority of the replicas has what is acknowledged, so that the
     * loss of one loses nothing. Written down as the topic's own setting: it is plain to see, and
     * stays if defaults change.
     */
    private void addMinIsr(
            MetadataImage image, CreatableTopic topic, int replicas, List<LogRecord> settings) {
        String name = ReplicationRules.MIN_ISR;
        boolean said =
                rules.configured(name)
                        || image.configs(ConfigResource.broker("")).containsKey(name)
                        || topic.configs().stream().anyMatch(c -> c.name().equals(name));
        if (replicas > 1 && !said) {
            String majority = String.valueOf(replicas / 2 + 1);
            settings.add(new ConfigRecord(ConfigResource.TOPIC, topic.name(), name, majority));
        }
    }
}
