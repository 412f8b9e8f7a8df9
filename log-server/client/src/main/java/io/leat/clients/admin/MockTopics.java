package io.leat.clients.admin;

import io.leat.clients.admin.CreateTopicsResult.TopicMetadataAndConfig;
import io.leat.common.Node;
import io.leat.common.TopicPartition;
import io.leat.common.TopicPartitionInfo;
import io.leat.common.Uuid;
import io.leat.common.config.ConfigResource;
import io.leat.common.errors.InvalidPartitionsException;
import io.leat.common.errors.InvalidReplicationFactorException;
import io.leat.common.errors.TopicExistsException;
import io.leat.common.errors.UnknownTopicIdException;
import io.leat.common.errors.UnknownTopicOrPartitionException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The topics of a {@link MockAdminClient}, and settings of all resources. Guarded by its owner. */
final class MockTopics {

    private record Topic(Uuid id, boolean internal, List<TopicPartitionInfo> partitions) {}

    private final List<Node> brokers;
    private final Map<String, Topic> topics = new LinkedHashMap<>();
    private final Map<ConfigResource, Map<String, String>> configs = new HashMap<>();
    private long nextId = 1;

    MockTopics(List<Node> brokers) {
        this.brokers = brokers;
    }

    void add(
            String name,
            boolean internal,
            List<TopicPartitionInfo> partitions,
            Map<String, String> settings) {
        if (topics.containsKey(name)) {
            throw new TopicExistsException("Topic " + name + " exists already");
        }
        topics.put(name, new Topic(new Uuid(0, nextId++), internal, List.copyOf(partitions)));
        configs.put(resource(name), new HashMap<>(settings));
    }

    TopicMetadataAndConfig create(NewTopic asked, boolean onlyCheck) {
        if (topics.containsKey(asked.name())) {
            throw new TopicExistsException("Topic " + asked.name() + " exists already");
        }
        int replicas = Math.max(1, asked.replicationFactor());
        if (replicas > brokers.size()) {
            throw new InvalidReplicationFactorException(
                    "There are " + brokers.size() + " brokers for " + replicas + " replicas");
        }
        Map<Integer, List<Integer>> assigned = asked.replicasAssignments();
        int partitions = assigned == null ? Math.max(1, asked.numPartitions()) : assigned.size();
        List<TopicPartitionInfo> infos = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            infos.add(partition(i, replicas));
        }
        Map<String, String> settings = asked.configs() == null ? Map.of() : asked.configs();
        Uuid id = new Uuid(0, nextId);
        if (!onlyCheck) {
            add(asked.name(), false, infos, settings);
        }
        return new TopicMetadataAndConfig(id, partitions, replicas, config(settings));
    }

    private TopicPartitionInfo partition(int index, int replicas) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < replicas; i++) {
            nodes.add(brokers.get((index + i) % brokers.size()));
        }
        return new TopicPartitionInfo(index, nodes.get(0), nodes, nodes);
    }

    Void delete(String name) {
        topic(name);
        topics.remove(name);
        configs.remove(resource(name));
        return null;
    }

    Void deleteById(Uuid id) {
        return delete(name(id));
    }

    Map<String, TopicListing> list(boolean withInternal) {
        Map<String, TopicListing> listed = new LinkedHashMap<>();
        topics.forEach(
                (name, topic) -> {
                    if (withInternal || !topic.internal) {
                        listed.put(name, new TopicListing(name, topic.id, topic.internal));
                    }
                });
        return listed;
    }

    TopicDescription describe(String name) {
        Topic topic = topic(name);
        return new TopicDescription(name, topic.internal, topic.partitions, null, topic.id);
    }

    TopicDescription describeById(Uuid id) {
        return describe(name(id));
    }

    Void grow(String name, int to) {
        Topic topic = topic(name);
        if (to <= topic.partitions.size()) {
            throw new InvalidPartitionsException(
                    "Topic " + name + " has " + topic.partitions.size() + " partitions already");
        }
        List<TopicPartitionInfo> partitions = new ArrayList<>(topic.partitions);
        int replicas = partitions.get(0).replicas().size();
        for (int i = partitions.size(); i < to; i++) {
            partitions.add(partition(i, replicas));
        }
        topics.put(name, new Topic(topic.id, topic.internal, partitions));
        return null;
    }

    void check(TopicPartition partition) {
        if (partition.partition() >= topic(partition.topic()).partitions.size()) {
            throw new UnknownTopicOrPartitionException(partition + " does not exist");
        }
    }

    Config configOf(ConfigResource resource) {
        return config(settings(resource));
    }

    void alter(ConfigResource resource, Collection<AlterConfigOp> changes) {
        Map<String, String> settings = settings(resource);
        for (AlterConfigOp change : changes) {
            String name = change.configEntry().name();
            switch (change.opType()) {
                case SET -> settings.put(name, change.configEntry().value());
                case DELETE -> settings.remove(name);
                default ->
                        throw new UnsupportedOperationException(
                                change.opType() + " needs a broker, which knows lists");
            }
        }
    }

    private Map<String, String> settings(ConfigResource resource) {
        if (resource.type() == ConfigResource.Type.TOPIC) {
            topic(resource.name());
        }
        return configs.computeIfAbsent(resource, none -> new HashMap<>());
    }

    private static Config config(Map<String, String> settings) {
        return new Config(
                settings.entrySet().stream()
                        .map(one -> new ConfigEntry(one.getKey(), one.getValue()))
                        .toList());
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private Topic topic(String name) {
        Topic topic = topics.get(name);
        if (topic == null) {
            throw new UnknownTopicOrPartitionException("Topic " + name + " does not exist");
        }
        return topic;
    }

    private String name(Uuid id) {
        for (Map.Entry<String, Topic> one : topics.entrySet()) {
            if (one.getValue().id.equals(id)) {
                return one.getKey();
            }
        }
        throw new UnknownTopicIdException("No topic has the id " + id);
    }
}
