package io.leat.log.cli;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.GroupListing;
import io.leat.clients.admin.ListGroupsOptions;
import io.leat.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import io.leat.clients.admin.ListStreamsGroupOffsetsSpec;
import io.leat.clients.admin.OffsetSpec;
import io.leat.clients.admin.StreamsGroupDescription;
import io.leat.clients.admin.StreamsGroupMemberAssignment;
import io.leat.clients.admin.StreamsGroupMemberAssignment.TaskIds;
import io.leat.clients.admin.StreamsGroupMemberDescription;
import io.leat.clients.admin.StreamsGroupSubtopologyDescription;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.GroupState;
import io.leat.common.GroupType;
import io.leat.common.TopicPartition;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What {@code kafka-streams-groups.sh} does with streams groups. */
public final class StreamsGroups {

    private static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final Admin admin;
    private final PrintWriter out;

    public StreamsGroups(Admin admin, PrintWriter out) {
        this.admin = admin;
        this.out = out;
    }

    /** Group ids, sorted. */
    public Collection<String> names() throws Exception {
        return listed(Set.of()).stream().map(GroupListing::groupId).toList();
    }

    private List<GroupListing> listed(Set<GroupState> states) throws Exception {
        ListGroupsOptions options =
                new ListGroupsOptions().withTypes(Set.of(GroupType.STREAMS)).inGroupStates(states);
        return admin.listGroups(options).all().get().stream()
                .sorted(Comparator.comparing(GroupListing::groupId))
                .toList();
    }

    /** Prints the groups that are in one of these states, or all for none. */
    public void listStates(Set<GroupState> states) throws Exception {
        Table table = new Table("GROUP", "STATE");
        for (GroupListing group : listed(states)) {
            GroupState state = group.groupState().orElse(GroupState.UNKNOWN);
            table.row(List.of(group.groupId(), state.toString()));
        }
        table.print(out);
    }

    private Collection<StreamsGroupDescription> described(Collection<String> groups)
            throws Exception {
        return new TreeMap<>(admin.describeStreamsGroups(groups).all().get()).values();
    }

    private void tellIfEmpty(StreamsGroupDescription group) {
        if (group.members().isEmpty()) {
            out.println();
            out.println("Streams group '" + group.groupId() + "' has no active members.");
        }
    }

    /** Prints the members with their tasks; their epochs and targets too, if {@code verbose}. */
    public void describeMembers(Collection<String> groups, boolean verbose) throws Exception {
        for (StreamsGroupDescription group : described(groups)) {
            tellIfEmpty(group);
            Table table =
                    verbose
                            ? new Table(
                                    "GROUP",
                                    "TARGET-ASSIGNMENT-EPOCH",
                                    "TOPOLOGY-EPOCH",
                                    "MEMBER",
                                    "MEMBER-PROTOCOL",
                                    "MEMBER-EPOCH",
                                    "PROCESS",
                                    "CLIENT-ID",
                                    "ASSIGNMENTS")
                            : new Table("GROUP", "MEMBER", "PROCESS", "CLIENT-ID", "ASSIGNMENTS");
            group.members().forEach(member -> table.row(member(group, member, verbose)));
            table.print(out);
        }
    }

    private static List<String> member(
            StreamsGroupDescription group, StreamsGroupMemberDescription member, boolean verbose) {
        String tasks = tasks("", member.assignment());
        if (!verbose) {
            return List.of(
                    group.groupId(),
                    member.memberId(),
                    member.processId(),
                    member.clientId(),
                    tasks);
        }
        return List.of(
                group.groupId(),
                String.valueOf(group.targetAssignmentEpoch()),
                String.valueOf(group.topologyEpoch()),
                member.memberId(),
                member.isClassic() ? "classic" : "streams",
                String.valueOf(member.memberEpoch()),
                member.processId(),
                member.clientId(),
                tasks + tasks("TARGET-", member.targetAssignment()));
    }

    private static String tasks(String prefix, StreamsGroupMemberAssignment of) {
        return tasks(prefix + "ACTIVE", of.activeTasks())
                + tasks(prefix + "STANDBY", of.standbyTasks())
                + tasks(prefix + "WARMUP", of.warmupTasks());
    }

    private static String tasks(String role, List<TaskIds> tasks) {
        return tasks.isEmpty()
                ? ""
                : role
                        + ": "
                        + tasks.stream()
                                .map(
                                        each ->
                                                each.subtopologyId()
                                                        + ":["
                                                        + each.partitions().stream()
                                                                .map(String::valueOf)
                                                                .collect(Collectors.joining(","))
                                                        + "]; ")
                                .collect(Collectors.joining());
    }

    /** Prints coordinator, state and size; the epochs too, if {@code verbose}. */
    public void describeState(Collection<String> groups, boolean verbose) throws Exception {
        for (StreamsGroupDescription group : described(groups)) {
            tellIfEmpty(group);
            String coordinator =
                    group.coordinator().host()
                            + ":"
                            + group.coordinator().port()
                            + " ("
                            + group.coordinator().id()
                            + ")";
            List<String> header = new ArrayList<>(List.of("GROUP", "COORDINATOR (ID)", "STATE"));
            List<String> row =
                    new ArrayList<>(
                            List.of(group.groupId(), coordinator, group.groupState().toString()));
            if (verbose) {
                header.addAll(List.of("GROUP-EPOCH", "TARGET-ASSIGNMENT-EPOCH"));
                row.add(String.valueOf(group.groupEpoch()));
                row.add(String.valueOf(group.targetAssignmentEpoch()));
            }
            header.add("#MEMBERS");
            row.add(String.valueOf(group.members().size()));
            Table table = new Table(header.toArray(String[]::new));
            table.row(row);
            table.print(out);
        }
    }

    /** Prints how far the group is in what it reads; where each number comes from too, if asked. */
    public void describeOffsets(Collection<String> groups, boolean verbose) throws Exception {
        for (StreamsGroupDescription group : described(groups)) {
            tellIfEmpty(group);
            Table table =
                    verbose
                            ? new Table(
                                    "GROUP",
                                    "TOPIC",
                                    "PARTITION",
                                    "CURRENT-OFFSET",
                                    "LEADER-EPOCH",
                                    "LOG-END-OFFSET",
                                    "OFFSET-LAG")
                            : new Table("GROUP", "TOPIC", "PARTITION", "OFFSET-LAG");
            offsets(group, verbose).forEach(table::row);
            table.print(out);
        }
    }

    private List<List<String>> offsets(StreamsGroupDescription group, boolean verbose)
            throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = committed(group.groupId());
        Set<TopicPartition> partitions = new TreeSet<>(BY_NAME);
        partitions.addAll(committed.keySet());
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(asked).all().get();
        List<List<String>> rows = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = committed.get(partition);
            ListOffsetsResultInfo end = ends.get(partition);
            if (offset == null || end == null) {
                continue;
            }
            List<String> row =
                    new ArrayList<>(
                            List.of(
                                    group.groupId(),
                                    partition.topic(),
                                    String.valueOf(partition.partition())));
            if (verbose) {
                row.add(String.valueOf(offset.offset()));
                row.add(offset.leaderEpoch().map(String::valueOf).orElse("-"));
                row.add(String.valueOf(end.offset()));
            }
            row.add(String.valueOf(Math.max(0, end.offset() - offset.offset())));
            rows.add(row);
        }
        return rows;
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group) throws Exception {
        return admin.listStreamsGroupOffsets(Map.of(group, new ListStreamsGroupOffsetsSpec()))
                .partitionsToOffsetAndMetadata(group)
                .get();
    }

    /** The topics a group reads, apart from its own. */
    public Set<String> inputTopics(String group) throws Exception {
        Set<String> topics = new TreeSet<>();
        for (StreamsGroupDescription each : described(List.of(group))) {
            each.subtopologies().forEach(part -> topics.addAll(part.sourceTopics()));
        }
        return topics;
    }

    /** The topics a group keeps for itself. */
    public Set<String> internalTopics(String group) throws Exception {
        Set<String> topics = new TreeSet<>();
        for (StreamsGroupDescription each : described(List.of(group))) {
            for (StreamsGroupSubtopologyDescription part : each.subtopologies()) {
                topics.addAll(part.stateChangelogTopics().keySet());
                topics.addAll(part.repartitionSourceTopics().keySet());
            }
        }
        return topics;
    }

    /** Deletes topics of a group, as far as they are there. */
    public void deleteTopics(Collection<String> topics) throws Exception {
        Set<String> present = new TreeSet<>(admin.listTopics().names().get());
        present.retainAll(topics);
        admin.deleteTopics(present).all().get();
    }

    /** Deletes groups without members, and the topics they kept for themselves. */
    public void delete(Collection<String> groups) throws Exception {
        Set<String> internal = new TreeSet<>();
        for (String group : groups) {
            internal.addAll(internalTopics(group));
        }
        admin.deleteStreamsGroups(groups).all().get();
        out.println(
                "Deletion of requested streams groups ('"
                        + String.join("', '", groups)
                        + "') was successful.");
        deleteTopics(internal);
        out.println(
                "Deletion of associated internal topics of the streams groups ('"
                        + String.join("', '", groups)
                        + "') was successful.");
    }

    /** Deletes the offsets of a group in these topics. */
    public void deleteOffsets(String group, Collection<String> topics) throws Exception {
        Set<TopicPartition> partitions = new TreeSet<>(BY_NAME);
        committed(group).keySet().stream()
                .filter(partition -> topics.contains(partition.topic()))
                .forEach(partitions::add);
        admin.deleteStreamsGroupOffsets(group, partitions).all().get();
        out.println("Request succeeded for deleting offsets from group " + group + ".");
        Table table = new Table("TOPIC", "PARTITION", "STATUS");
        for (TopicPartition partition : partitions) {
            table.row(
                    List.of(
                            partition.topic(),
                            String.valueOf(partition.partition()),
                            "Successful"));
        }
        table.print(out);
    }
}
