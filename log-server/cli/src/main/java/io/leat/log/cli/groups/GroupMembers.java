package io.leat.log.cli.groups;

import io.leat.clients.admin.ConsumerGroupDescription;
import io.leat.clients.admin.MemberAssignment;
import io.leat.clients.admin.MemberDescription;
import io.leat.common.TopicPartition;
import io.leat.log.cli.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The members of one group as a table, with their assignments if asked for. Immutable. */
record GroupMembers(ConsumerGroupDescription group, boolean verbose) {

    Table table() {
        Collection<MemberDescription> members = group.members();
        boolean named = members.stream().anyMatch(m -> m.groupInstanceId().isPresent());
        boolean mixed = members.stream().map(MemberDescription::upgraded).distinct().count() > 1;
        List<String> header = new ArrayList<>(List.of("GROUP", "CONSUMER-ID"));
        if (named) {
            header.add("GROUP-INSTANCE-ID");
        }
        header.addAll(List.of("HOST", "CLIENT-ID", "#PARTITIONS"));
        if (verbose) {
            header.addAll(
                    List.of(
                            "CURRENT-EPOCH",
                            "CURRENT-ASSIGNMENT",
                            "TARGET-EPOCH",
                            "TARGET-ASSIGNMENT"));
        }
        if (verbose && mixed) {
            header.add("UPGRADED");
        }
        Table table =
                new Table(header)
                        .width("GROUP-INSTANCE-ID", 17)
                        .width("CURRENT-ASSIGNMENT", 20)
                        .width("TARGET-ASSIGNMENT", 20);
        members.forEach(member -> table.row(row(member, named, mixed)));
        return table;
    }

    private List<@Nullable Object> row(MemberDescription member, boolean named, boolean mixed) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(group.groupId());
        row.add(member.consumerId());
        if (named) {
            row.add(member.groupInstanceId().orElse(""));
        }
        row.add(member.host());
        row.add(member.clientId());
        row.add(member.assignment().topicPartitions().size());
        if (verbose) {
            row.add(member.memberEpoch().orElse(null));
            row.add(text(member.assignment()));
            row.add(group.targetAssignmentEpoch().orElse(null));
            row.add(member.targetAssignment().map(GroupMembers::text).orElse(null));
        }
        if (verbose && mixed) {
            row.add(member.upgraded().orElse(null));
        }
        return row;
    }

    /** As {@code topic:0,1;other:2}. */
    private static @Nullable String text(MemberAssignment assignment) {
        Map<String, TreeSet<Integer>> topics = new TreeMap<>();
        for (TopicPartition each : assignment.topicPartitions()) {
            topics.computeIfAbsent(each.topic(), topic -> new TreeSet<>()).add(each.partition());
        }
        return topics.isEmpty()
                ? null
                : topics.entrySet().stream()
                        .map(
                                topic ->
                                        topic.getKey()
                                                + ":"
                                                + topic.getValue().stream()
                                                        .map(Object::toString)
                                                        .collect(Collectors.joining(",")))
                        .collect(Collectors.joining(";"));
    }
}
