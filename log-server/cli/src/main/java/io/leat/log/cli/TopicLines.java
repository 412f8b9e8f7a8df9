package io.leat.log.cli;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.PartitionReassignment;
import io.leat.clients.admin.TopicDescription;
import io.leat.common.Node;
import io.leat.common.TopicPartition;
import io.leat.common.TopicPartitionInfo;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Topics in the lines that Kafka's tool prints and scripts parse. A command's thread owns it. */
final class TopicLines {

    private static final String MIN_IN_SYNC = "min.insync.replicas";

    private final PrintWriter out;
    private final Topics.Shown shown;
    private final Map<TopicPartition, PartitionReassignment> moving;

    private TopicLines(
            PrintWriter out,
            Topics.Shown shown,
            Map<TopicPartition, PartitionReassignment> moving) {
        this.out = out;
        this.shown = shown;
        this.moving = moving;
    }

    static void print(
            Collection<TopicDescription> topics,
            Topics.Shown shown,
            Admin admin,
            Topics source,
            PrintWriter out)
            throws Exception {
        SortedMap<String, TopicDescription> sorted = new TreeMap<>();
        topics.forEach(each -> sorted.put(each.name(), each));
        var configs = source.configs(sorted.keySet());
        TopicLines lines =
                new TopicLines(
                        out, shown, admin.listPartitionReassignments().reassignments().get());
        for (TopicDescription each : sorted.values()) {
            var config = configs.get(Topics.resource(each.name()));
            String minimum = config == null ? null : config.get(MIN_IN_SYNC).value();
            lines.print(each, Topics.own(config), minimum == null ? 1 : Integer.parseInt(minimum));
        }
    }

    private void print(TopicDescription topic, Map<String, String> configs, int minInSync) {
        if (shown.isOfTopics() && (shown != Topics.Shown.OVERRIDES || !configs.isEmpty())) {
            out.printf(
                    "Topic: %s\tTopicId: %s\tPartitionCount: %d\tReplicationFactor: %d\tConfigs: %s%n",
                    topic.name(),
                    topic.topicId(),
                    topic.partitions().size(),
                    topic.partitions().isEmpty() ? 0 : topic.partitions().get(0).replicas().size(),
                    configs.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .collect(Collectors.joining(",")));
        }
        for (TopicPartitionInfo partition : topic.partitions()) {
            PartitionReassignment move =
                    moving.get(new TopicPartition(topic.name(), partition.partition()));
            if (isShown(partition, move, minInSync)) {
                print(topic.name(), partition, move);
            }
        }
    }

    private boolean isShown(
            TopicPartitionInfo partition, @Nullable PartitionReassignment move, int minInSync) {
        int inSync = partition.isr().size();
        return switch (shown) {
            case ALL -> true;
            case OVERRIDES -> false;
            case UNDER_REPLICATED ->
                    inSync
                            < partition.replicas().size()
                                    - (move == null ? 0 : move.addingReplicas().size());
            case UNAVAILABLE -> partition.leader() == null || partition.leader().isEmpty();
            case UNDER_MIN_ISR -> inSync < minInSync;
            case AT_MIN_ISR -> inSync == minInSync;
        };
    }

    private void print(
            String topic, TopicPartitionInfo partition, @Nullable PartitionReassignment move) {
        Node leader = partition.leader();
        out.printf(
                "\tTopic: %s\tPartition: %d\tLeader: %s\tReplicas: %s\tIsr: %s\tElr:"
                        + " %s\tLastKnownElr: %s",
                topic,
                partition.partition(),
                leader == null ? "none" : Integer.toString(leader.id()),
                ids(partition.replicas()),
                ids(partition.isr()),
                ids(partition.elr()),
                ids(partition.lastKnownElr()));
        if (move != null) {
            out.printf(
                    "\tAdding Replicas: %s\tRemoving Replicas: %s",
                    joined(move.addingReplicas()), joined(move.removingReplicas()));
        }
        out.println();
    }

    private static String ids(@Nullable List<Node> nodes) {
        return nodes == null ? "N/A" : joined(nodes.stream().map(Node::id).toList());
    }

    private static String joined(List<Integer> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
