package io.leat.log.cli;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.Config;
import io.leat.clients.admin.ConfigEntry;
import io.leat.clients.admin.DescribeTopicsOptions;
import io.leat.clients.admin.DescribeTopicsResult;
import io.leat.clients.admin.ListTopicsOptions;
import io.leat.clients.admin.NewPartitions;
import io.leat.clients.admin.NewTopic;
import io.leat.clients.admin.TopicDescription;
import io.leat.clients.admin.TopicListing;
import io.leat.common.Node;
import io.leat.common.TopicCollection;
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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What both {@code leat topics} and {@code kafka-topics.sh} do with topics. */
public final class Topics {

    /** Which of topics and partitions are described. */
    public enum Shown {
        ALL,
        OVERRIDES,
        UNDER_REPLICATED,
        UNAVAILABLE,
        UNDER_MIN_ISR,
        AT_MIN_ISR;

        /** Whether topics are described, too, not only their partitions. */
        boolean isOfTopics() {
            return this == ALL || this == OVERRIDES;
        }
    }

    private final Admin admin;
    private final PrintWriter out;

    public Topics(Admin admin, PrintWriter out) {
        this.admin = admin;
        this.out = out;
    }

    /** Creates a topic; with {@code ifNotExists} an existing one is fine. */
    public void create(NewTopic topic, boolean ifNotExists) throws Exception {
        String name = topic.name();
        if (name.indexOf('.') >= 0 && name.indexOf('_') >= 0) {
            out.println(
                    "WARNING: Due to limitations in metric names, topics with a period ('.') or"
                            + " underscore ('_') could collide. To avoid issues it is best to use"
                            + " either, but not both.");
        }
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

    /** Grows topics to so many partitions. */
    public void grow(Collection<String> names, NewPartitions partitions) throws Exception {
        Map<String, NewPartitions> grown = new LinkedHashMap<>();
        names.forEach(name -> grown.put(name, partitions));
        admin.createPartitions(grown).all().get();
    }

    /** How many partitions a topic has. */
    public int partitions(String name) throws Exception {
        return admin.describeTopics(List.of(name))
                .allTopicNames()
                .get()
                .values()
                .iterator()
                .next()
                .partitions()
                .size();
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

    static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    Map<ConfigResource, Config> configs(Collection<String> topics) throws Exception {
        return admin.describeConfigs(topics.stream().map(Topics::resource).toList()).all().get();
    }

    /** Prints topics in the lines that Kafka's tool prints and scripts parse. */
    public void describe(Collection<String> names, Shown shown) throws Exception {
        describe(TopicCollection.ofTopicNames(names), shown, new DescribeTopicsOptions());
    }

    /** As above, also by their ids. */
    public void describe(TopicCollection asked, Shown shown, DescribeTopicsOptions options)
            throws Exception {
        DescribeTopicsResult result = admin.describeTopics(asked, options);
        boolean named = asked instanceof TopicCollection.TopicNameCollection;
        Collection<TopicDescription> topics =
                named ? result.allTopicNames().get().values() : result.allTopicIds().get().values();
        TopicLines.print(topics, shown, admin, this, out);
    }

    /** The settings that somebody set, for the topic or the brokers. */
    static SortedMap<String, String> own(@Nullable Config config) {
        SortedMap<String, String> shown = new TreeMap<>();
        if (config == null) {
            return shown;
        }
        for (ConfigEntry entry : config.entries()) {
            if (!entry.isDefault()) {
                shown.put(entry.name(), String.valueOf(entry.value()));
            }
        }
        return shown;
    }

    /** Whether a failed call failed because the topic is not there. */
    static boolean isUnknownTopic(Throwable failure) {
        return Failures.root(failure) instanceof UnknownTopicOrPartitionException;
    }
}
