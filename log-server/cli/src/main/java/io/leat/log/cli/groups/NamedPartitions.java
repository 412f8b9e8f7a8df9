package io.leat.log.cli.groups;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.TopicDescription;
import io.leat.common.TopicPartition;
import io.leat.log.cli.CommandFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** The partitions that {@code --topic} names: TOPIC for all, or TOPIC:0,1. Stateless. */
final class NamedPartitions {

    private NamedPartitions() {}

    static Collection<TopicPartition> of(Admin admin, Collection<String> topics) throws Exception {
        TreeSet<TopicPartition> partitions =
                new TreeSet<>(
                        Comparator.comparing(TopicPartition::topic)
                                .thenComparingInt(TopicPartition::partition));
        List<String> whole = new ArrayList<>();
        for (String topic : topics) {
            if (topic.indexOf(':') < 0) {
                whole.add(topic);
            } else {
                partitions.addAll(named(topic));
            }
        }
        for (TopicDescription topic : admin.describeTopics(whole).allTopicNames().get().values()) {
            topic.partitions()
                    .forEach(
                            each ->
                                    partitions.add(
                                            new TopicPartition(topic.name(), each.partition())));
        }
        return partitions;
    }

    /** Of TOPIC:0,1. */
    static List<TopicPartition> named(String topic) {
        int colon = topic.indexOf(':');
        List<TopicPartition> partitions = new ArrayList<>();
        for (String number : topic.substring(colon + 1).split(",")) {
            partitions.add(new TopicPartition(topic.substring(0, colon), number(number)));
        }
        return partitions;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw new CommandFailure(
                    "'" + text + "' is no partition. Write --topic TOPIC or TOPIC:0,1.", e);
        }
    }
}
