package io.leat.log.cli;

import io.leat.clients.admin.ConsumerGroupDescription;
import io.leat.clients.admin.MemberAssignment;
import io.leat.clients.admin.MemberDescription;
import io.leat.common.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The members of one group as a table, with their assignments if asked for. Immutable. */
record GroupMembers(ConsumerGroupDescription group, boolean verbose) {

    private static final String NONE = "-";

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
        Table table = new Table(header.toArray(String[]::new));
        members.forEach(member -> table.row(row(member, named, mixed)));
        return table;
    }

    private List<String> row(MemberDescription member, boolean named, boolean mixed) {
        List<String> row = new ArrayList<>(List.of(group.groupId(), member.consumerId()));
        if (named) {
            row.add(member.groupInstanceId().orElse(""));
        }
        row.addAll(
                List.of(
                        member.host(),
                        member.clientId(),
                        Integer.toString(member.assignment().topicPartitions().size())));
        if (verbose) {
            row.add(text(member.memberEpoch()));
            row.add(text(member.assignment()));
            row.add(text(group.targetAssignmentEpoch()));
            row.add(member.targetAssignment().map(GroupMembers::text).orElse(NONE));
        }
        if (verbose && mixed) {
            row.add(text(member.upgraded()));
        }
        return row;
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse(NONE);
    }

    /** As {@code topic:0,1;other:2}. */
    private static String text(MemberAssignment assignment) {
        Map<String, TreeSet<Integer>> topics = new TreeMap<>();
        for (TopicPartition each : assignment.topicPartitions()) {
            topics.computeIfAbsent(each.topic(), topic -> new TreeSet<>()).add(each.partition());
        }
        return topics.isEmpty()
                ? NONE
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
