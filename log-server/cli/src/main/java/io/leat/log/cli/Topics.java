package io.leat.log.cli;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.Config;
import io.leat.clients.admin.ConfigEntry;
import io.leat.clients.admin.ListTopicsOptions;
import io.leat.clients.admin.NewPartitions;
import io.leat.clients.admin.NewTopic;
import io.leat.clients.admin.TopicDescription;
import io.leat.clients.admin.TopicListing;
import io.leat.common.Node;
import io.leat.common.TopicPartitionInfo;
import io.leat.common.config.ConfigResource;
import io.leat.common.errors.TopicExistsException;
import io.leat.common.errors.UnknownTopicOrPartitionException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What both {@code leat topics} and {@code kafka-topics.sh} do with topics. */
public final class Topics {

    private final Admin admin;
    private final PrintWriter out;

    public Topics(Admin admin, PrintWriter out) {
        this.admin = admin;
        this.out = out;
    }

    /** Creates a topic; with {@code ifNotExists} an existing one is fine. */
    public void create(
            String name,
            Optional<Integer> partitions,
            Optional<Short> replicationFactor,
            Map<String, String> configs,
            boolean ifNotExists)
            throws Exception {
        if (name.indexOf('.') >= 0 && name.indexOf('_') >= 0) {
            out.println(
                    "WARNING: Due to limitations in metric names, topics with a period ('.') or"
                            + " underscore ('_') could collide. To avoid issues it is best to use"
                            + " either, but not both.");
        }
        NewTopic topic = new NewTopic(name, partitions, replicationFactor).configs(configs);
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException && ifNotExists) {
                return;
            }
            throw e;
        }
        out.println("Created topic " + name + ".");
    }

    /** All names, sorted. */
    public Collection<String> names(boolean withInternal) throws Exception {
        return new TreeSet<>(
                admin.listTopics(new ListTopicsOptions().listInternal(withInternal)).names().get());
    }

    /** Grows topics to {@code partitions}. */
    public void grow(Collection<String> names, int partitions) throws Exception {
        admin.createPartitions(
                        names.stream()
                                .collect(
                                        Collectors.toMap(
                                                name -> name,
                                                name -> NewPartitions.increaseTo(partitions))))
                .all()
                .get();
    }

    public void delete(Collection<String> names) throws Exception {
        admin.deleteTopics(names).all().get();
    }

    /** The topics for programs: names, ids and whether they are internal. */
    List<Map<String, Object>> listed(boolean withInternal) throws Exception {
        List<Map<String, Object>> topics = new ArrayList<>();
        admin
                .listTopics(new ListTopicsOptions().listInternal(withInternal))
                .listings()
                .get()
                .stream()
                .sorted(Comparator.comparing(TopicListing::name))
                .forEach(each -> topics.add(head(each.name(), each.topicId(), each.isInternal())));
        return topics;
    }

    private static Map<String, Object> head(String name, Object id, boolean internal) {
        Map<String, Object> topic = new LinkedHashMap<>();
        topic.put("topic", name);
        topic.put("topicId", id.toString());
        topic.put("internal", internal);
        return topic;
    }

    /** The topics for programs: with their partitions, and settings that differ from defaults. */
    List<Map<String, Object>> described(Collection<String> names) throws Exception {
        Map<ConfigResource, Config> configs = configs(names);
        List<Map<String, Object>> topics = new ArrayList<>();
        for (TopicDescription each :
                new TreeMap<>(admin.describeTopics(names).allTopicNames().get()).values()) {
            Map<String, Object> topic = head(each.name(), each.topicId(), each.isInternal());
            topic.put("configs", own(configs.get(resource(each.name()))));
            topic.put("partitions", each.partitions().stream().map(Topics::object).toList());
            topics.add(topic);
        }
        return topics;
    }

    private static Map<String, @Nullable Object> object(TopicPartitionInfo partition) {
        Node leader = partition.leader();
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("partition", partition.partition());
        object.put("leader", leader == null ? null : leader.id());
        object.put("replicas", partition.replicas().stream().map(Node::id).toList());
        object.put("isr", partition.isr().stream().map(Node::id).toList());
        return object;
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private Map<ConfigResource, Config> configs(Collection<String> topics) throws Exception {
        return admin.describeConfigs(topics.stream().map(Topics::resource).toList()).all().get();
    }

    /** Prints topics in the lines that Kafka's tool prints and scripts parse. */
    public void describe(Collection<String> names, boolean underReplicatedOnly) throws Exception {
        Map<String, TopicDescription> topics = admin.describeTopics(names).allTopicNames().get();
        Map<ConfigResource, Config> configs = configs(names);
        for (String name : new TreeSet<>(topics.keySet())) {
            TopicDescription topic = topics.get(name);
            Config config = configs.get(resource(name));
            if (topic != null) {
                describe(topic, config, underReplicatedOnly);
            }
        }
    }

    private void describe(
            TopicDescription topic, @Nullable Config config, boolean underReplicatedOnly) {
        if (!underReplicatedOnly) {
            out.printf(
                    "Topic: %s\tTopicId: %s\tPartitionCount: %d\tReplicationFactor: %d\tConfigs: %s%n",
                    topic.name(),
                    topic.topicId(),
                    topic.partitions().size(),
                    topic.partitions().isEmpty() ? 0 : topic.partitions().get(0).replicas().size(),
                    overrides(config));
        }
        for (TopicPartitionInfo partition : topic.partitions()) {
            if (underReplicatedOnly && partition.isr().size() >= partition.replicas().size()) {
                continue;
            }
            Node leader = partition.leader();
            out.printf(
                    "\tTopic: %s\tPartition: %d\tLeader: %s\tReplicas: %s\tIsr: %s%n",
                    topic.name(),
                    partition.partition(),
                    leader == null ? "none" : Integer.toString(leader.id()),
                    ids(partition.replicas()),
                    ids(partition.isr()));
        }
    }

    private static String overrides(@Nullable Config config) {
        return own(config).entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    /** The settings that somebody set, for the topic or the brokers. */
    private static SortedMap<String, String> own(@Nullable Config config) {
        SortedMap<String, String> shown = new TreeMap<>();
        if (config == null) {
            return shown;
        }
        for (ConfigEntry entry : config.entries()) {
            boolean own =
                    entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG
                            || entry.source() == ConfigEntry.ConfigSource.STATIC_BROKER_CONFIG;
            if (own) {
                shown.put(entry.name(), String.valueOf(entry.value()));
            }
        }
        return shown;
    }

    private static String ids(List<Node> nodes) {
        return nodes.stream()
                .map(node -> Integer.toString(node.id()))
                .collect(Collectors.joining(","));
    }

    /** Whether a failed call failed because the topic is not there. */
    static boolean isUnknownTopic(Throwable failure) {
        return Failures.root(failure) instanceof UnknownTopicOrPartitionException;
    }
}
