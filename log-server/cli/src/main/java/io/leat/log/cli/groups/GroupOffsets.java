package io.leat.log.cli.groups;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.ConsumerGroupDescription;
import io.leat.clients.admin.ListOffsetsResult;
import io.leat.clients.admin.MemberDescription;
import io.leat.clients.admin.OffsetSpec;
import io.leat.clients.admin.TopicDescription;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import io.leat.common.TopicPartitionInfo;
import io.leat.common.errors.UnknownTopicOrPartitionException;
import io.leat.log.cli.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * How far one group of consumers is: first what members own, those with most partitions before
 * others, then the rest. Looked up once; a command's thread owns it.
 */
final class GroupOffsets {

    private final ConsumerGroupDescription group;
    private final Map<TopicPartition, OffsetAndMetadata> committed;
    private final Map<TopicPartition, Long> ends;

    GroupOffsets(Admin admin, ConsumerGroupDescription group) throws Exception {
        this.group = group;
        this.committed = ConsumerGroups.committed(admin, group.groupId());
        Set<TopicPartition> all = new HashSet<>(committed.keySet());
        group.members().forEach(member -> all.addAll(partitions(member)));
        this.ends = ends(admin, all);
    }

    private static Set<TopicPartition> partitions(MemberDescription member) {
        return member.assignment().topicPartitions();
    }

    boolean isEmpty() {
        return committed.isEmpty()
                && group.members().stream().allMatch(member -> partitions(member).isEmpty());
    }

    Table table(boolean verbose) {
        List<String> header = new ArrayList<>(List.of("GROUP", "TOPIC", "PARTITION"));
        if (verbose) {
            header.add("LEADER-EPOCH");
        }
        header.addAll(
                List.of(
                        "CURRENT-OFFSET",
                        "LOG-END-OFFSET",
                        "LAG",
                        "CONSUMER-ID",
                        "HOST",
                        "CLIENT-ID"));
        Table table = new Table(header).width("PARTITION", 10);
        Set<TopicPartition> rest = new TreeSet<>(ConsumerGroups.BY_NAME);
        rest.addAll(committed.keySet());
        group.members().stream()
                .sorted(
                        Comparator.comparingInt((MemberDescription each) -> partitions(each).size())
                                .reversed())
                .forEach(
                        member -> {
                            rows(table, partitions(member), member, verbose);
                            rest.removeAll(partitions(member));
                        });
        rows(table, rest, null, verbose);
        return table;
    }

    private void rows(
            Table table,
            Collection<TopicPartition> partitions,
            @Nullable MemberDescription owner,
            boolean verbose) {
        partitions.stream()
                .sorted(ConsumerGroups.BY_NAME)
                .forEach(partition -> table.row(row(partition, owner, verbose)));
    }

    private List<@Nullable Object> row(
            TopicPartition partition, @Nullable MemberDescription owner, boolean verbose) {
        OffsetAndMetadata offset = committed.get(partition);
        Long end = ends.get(partition);
        List<@Nullable Object> row = new ArrayList<>();
        row.add(group.groupId());
        row.add(partition.topic());
        row.add(partition.partition());
        if (verbose) {
            row.add(offset == null ? null : offset.leaderEpoch().orElse(null));
        }
        row.add(offset == null ? null : offset.offset());
        row.add(end);
        row.add(offset == null || end == null ? null : end - offset.offset());
        row.addAll(
                owner == null
                        ? Arrays.asList(null, null, null)
                        : List.of(owner.consumerId(), owner.host(), owner.clientId()));
        return row;
    }

    /** The ends of partitions that are there and have leaders. */
    static Map<TopicPartition, Long> ends(Admin admin, Collection<TopicPartition> partitions)
            throws Exception {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        Set<TopicPartition> led = led(admin, partitions);
        for (TopicPartition partition : partitions) {
            if (led.contains(partition)) {
                asked.put(partition, OffsetSpec.latest());
            }
        }
        ListOffsetsResult found = admin.listOffsets(asked);
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (TopicPartition partition : asked.keySet()) {
            ends.put(partition, found.partitionResult(partition).get().offset());
        }
        return ends;
    }

    private static Set<TopicPartition> led(Admin admin, Collection<TopicPartition> partitions)
            throws Exception {
        Set<String> topics = new TreeSet<>();
        partitions.forEach(partition -> topics.add(partition.topic()));
        Set<TopicPartition> led = new HashSet<>();
        for (KafkaFuture<TopicDescription> each :
                admin.describeTopics(topics).topicNameValues().values()) {
            try {
                TopicDescription topic = each.get();
                for (TopicPartitionInfo partition : topic.partitions()) {
                    if (partition.leader() != null) {
                        led.add(new TopicPartition(topic.name(), partition.partition()));
                    }
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return led;
    }
}
