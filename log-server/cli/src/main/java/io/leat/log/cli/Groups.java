package io.leat.log.cli;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.ConsumerGroupDescription;
import io.leat.clients.admin.GroupListing;
import io.leat.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import io.leat.clients.admin.MemberDescription;
import io.leat.clients.admin.OffsetSpec;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.TopicPartition;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What both {@code leat groups} and {@code kafka-consumer-groups.sh} do with consumer groups. */
public final class Groups {

    private static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final Admin admin;
    private final PrintWriter out;

    public Groups(Admin admin, PrintWriter out) {
        this.admin = admin;
        this.out = out;
    }

    /** Group ids, sorted. */
    public Collection<String> names() throws Exception {
        return admin.listGroups().all().get().stream()
                .map(GroupListing::groupId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    public void delete(Collection<String> groups) throws Exception {
        admin.deleteConsumerGroups(groups).all().get();
        out.println(
                "Deletion of requested consumer groups ("
                        + groups.stream().map(g -> "'" + g + "'").collect(Collectors.joining(", "))
                        + ") was successful.");
    }

    /** Prints each partition's committed offset, end and lag, and who owns it. */
    public void describeOffsets(Collection<String> groups) throws Exception {
        Map<String, ConsumerGroupDescription> described =
                admin.describeConsumerGroups(groups).all().get();
        for (String group : groups) {
            ConsumerGroupDescription description = described.get(group);
            if (description == null) {
                continue;
            }
            tellIfEmpty(description);
            Table table =
                    new Table(
                            "GROUP",
                            "TOPIC",
                            "PARTITION",
                            "CURRENT-OFFSET",
                            "LOG-END-OFFSET",
                            "LAG",
                            "CONSUMER-ID",
                            "HOST",
                            "CLIENT-ID");
            for (List<String> row : offsetRows(group, description)) {
                table.row(row);
            }
            table.print(out);
        }
    }

    private List<List<String>> offsetRows(String group, ConsumerGroupDescription description)
            throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed =
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
        Map<TopicPartition, MemberDescription> owners = new HashMap<>();
        for (MemberDescription member : description.members()) {
            for (TopicPartition partition : member.assignment().topicPartitions()) {
                owners.put(partition, member);
            }
        }
        TreeSet<TopicPartition> partitions = new TreeSet<>(BY_NAME);
        partitions.addAll(committed.keySet());
        partitions.addAll(owners.keySet());
        Map<TopicPartition, Long> ends = ends(partitions);
        List<List<String>> rows = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = committed.get(partition);
            Long end = ends.get(partition);
            MemberDescription owner = owners.get(partition);
            rows.add(
                    List.of(
                            group,
                            partition.topic(),
                            Integer.toString(partition.partition()),
                            offset == null ? "-" : Long.toString(offset.offset()),
                            end == null ? "-" : Long.toString(end),
                            offset == null || end == null
                                    ? "-"
                                    : Long.toString(Math.max(0, end - offset.offset())),
                            owner == null ? "-" : owner.consumerId(),
                            owner == null ? "-" : owner.host(),
                            owner == null ? "-" : owner.clientId()));
        }
        return rows;
    }

    private Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) throws Exception {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                admin.listOffsets(asked).all().get().entrySet()) {
            ends.put(end.getKey(), end.getValue().offset());
        }
        return ends;
    }

    /** Prints the members and how many partitions each owns; which, if {@code verbose}. */
    public void describeMembers(Collection<String> groups, boolean verbose) throws Exception {
        for (ConsumerGroupDescription group : described(groups)) {
            tellIfEmpty(group);
            new GroupMembers(group, verbose).table().print(out);
        }
    }

    /** Prints coordinator, assignor, state and size; the epochs too, if {@code verbose}. */
    public void describeState(Collection<String> groups, boolean verbose) throws Exception {
        List<String> header =
                new ArrayList<>(
                        List.of("GROUP", "COORDINATOR (ID)", "ASSIGNMENT-STRATEGY", "STATE"));
        if (verbose) {
            header.addAll(List.of("GROUP-EPOCH", "TARGET-ASSIGNMENT-EPOCH"));
        }
        header.add("#MEMBERS");
        Table table = new Table(header.toArray(String[]::new));
        for (ConsumerGroupDescription group : described(groups)) {
            table.row(state(group, verbose));
        }
        table.print(out);
    }

    private static List<String> state(ConsumerGroupDescription group, boolean verbose) {
        String address = group.coordinator().host() + ":" + group.coordinator().port();
        List<String> row = new ArrayList<>();
        row.add(group.groupId());
        row.add(address + " (" + group.coordinator().id() + ")");
        row.add(group.partitionAssignor().isEmpty() ? "-" : group.partitionAssignor());
        row.add(String.valueOf(group.groupState()));
        if (verbose) {
            row.add(group.groupEpoch().map(String::valueOf).orElse("-"));
            row.add(group.targetAssignmentEpoch().map(String::valueOf).orElse("-"));
        }
        row.add(Integer.toString(group.members().size()));
        return row;
    }

    private Collection<ConsumerGroupDescription> described(Collection<String> groups)
            throws Exception {
        return new TreeMap<>(admin.describeConsumerGroups(groups).all().get()).values();
    }

    private void tellIfEmpty(ConsumerGroupDescription group) {
        if (group.members().isEmpty()) {
            out.println();
            out.println("Consumer group '" + group.groupId() + "' has no active members.");
        }
    }

    /** Moves committed offsets; the group must be empty. Prints the new offsets. */
    public void resetOffsets(
            String group, Collection<String> topics, OffsetTarget target, boolean execute)
            throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed =
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
        TreeSet<TopicPartition> partitions = new TreeSet<>(BY_NAME);
        if (topics.isEmpty()) {
            partitions.addAll(committed.keySet());
        } else {
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get()
                    .forEach(
                            (name, topic) ->
                                    topic.partitions()
                                            .forEach(
                                                    p ->
                                                            partitions.add(
                                                                    new TopicPartition(
                                                                            name, p.partition()))));
        }
        Map<TopicPartition, Long> offsets = target.resolve(admin, partitions, committed);
        if (execute) {
            Map<TopicPartition, OffsetAndMetadata> commit = new HashMap<>();
            offsets.forEach((p, offset) -> commit.put(p, new OffsetAndMetadata(offset)));
            admin.alterConsumerGroupOffsets(group, commit).all().get();
        }
        Table table = new Table("GROUP", "TOPIC", "PARTITION", "NEW-OFFSET");
        for (TopicPartition partition : partitions) {
            @Nullable Long offset = offsets.get(partition);
            if (offset != null) {
                table.row(
                        List.of(
                                group,
                                partition.topic(),
                                Integer.toString(partition.partition()),
                                Long.toString(offset)));
            }
        }
        table.print(out);
    }
}
