package io.leat.log.cli.groups;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.DeleteStreamsGroupOffsetsResult;
import io.leat.clients.admin.GroupListing;
import io.leat.clients.admin.ListGroupsOptions;
import io.leat.clients.admin.ListStreamsGroupOffsetsSpec;
import io.leat.clients.admin.StreamsGroupDescription;
import io.leat.clients.admin.StreamsGroupMemberAssignment;
import io.leat.clients.admin.StreamsGroupMemberAssignment.TaskIds;
import io.leat.clients.admin.StreamsGroupMemberDescription;
import io.leat.clients.admin.StreamsGroupSubtopologyDescription;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.GroupState;
import io.leat.common.GroupType;
import io.leat.common.TopicPartition;
import io.leat.log.cli.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code kafka-streams-groups.sh} does with streams groups. A command's thread owns it. */
final class StreamsGroups {

    private final Admin admin;
    private final PrintWriter out;
    private final PrintWriter err;

    StreamsGroups(Admin admin, PrintWriter out, PrintWriter err) {
        this.admin = admin;
        this.out = out;
        this.err = err;
    }

    /** Group ids, sorted. */
    Collection<String> names() throws Exception {
        return listed(Set.of()).stream().map(GroupListing::groupId).toList();
    }

    /** The groups in these states by name; none named means all. */
    List<GroupListing> listed(Set<GroupState> states) throws Exception {
        return ConsumerGroups.sorted(
                admin,
                new ListGroupsOptions().withTypes(Set.of(GroupType.STREAMS)).inGroupStates(states));
    }

    static Table list(List<GroupListing> groups) {
        Table table = new Table("GROUP", "STATE");
        for (GroupListing group : groups) {
            table.row(group.groupId(), group.groupState().orElse(GroupState.UNKNOWN).toString());
        }
        return table;
    }

    private Collection<StreamsGroupDescription> described(Collection<String> groups)
            throws Exception {
        return new TreeMap<>(admin.describeStreamsGroups(groups).all().get()).values();
    }

    GroupState state(String group) throws Exception {
        return described(List.of(group)).iterator().next().groupState();
    }

    private void tell(StreamsGroupDescription group) {
        if (group.groupState() == GroupState.DEAD) {
            err.println("\nError: Streams group '" + group.groupId() + "' does not exist.");
        } else if (group.groupState() == GroupState.EMPTY) {
            err.println("\nStreams group '" + group.groupId() + "' has no active members.");
        }
        err.flush();
    }

    /** The members with their tasks; their epochs and targets too, if {@code verbose}. */
    List<Table> members(Collection<String> groups, boolean verbose) throws Exception {
        List<Table> tables = new ArrayList<>();
        for (StreamsGroupDescription group : described(groups)) {
            tell(group);
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
            if (!group.members().isEmpty()) {
                tables.add(table.width("TARGET-ASSIGNMENT-EPOCH", 25));
            }
        }
        return tables;
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

    /** Coordinator, state and size; the epochs too, if {@code verbose}. */
    List<Table> states(Collection<String> groups, boolean verbose) throws Exception {
        List<Table> tables = new ArrayList<>();
        for (StreamsGroupDescription group : described(groups)) {
            tell(group);
            String coordinator =
                    group.coordinator().host()
                            + ":"
                            + group.coordinator().port()
                            + " ("
                            + group.coordinator().id()
                            + ")";
            List<String> header = new ArrayList<>(List.of("GROUP", "COORDINATOR (ID)", "STATE"));
            List<Object> row =
                    new ArrayList<>(
                            List.of(group.groupId(), coordinator, group.groupState().toString()));
            if (verbose) {
                header.addAll(List.of("GROUP-EPOCH", "TARGET-ASSIGNMENT-EPOCH"));
                row.add(group.groupEpoch());
                row.add(group.targetAssignmentEpoch());
            }
            header.add("#MEMBERS");
            row.add(group.members().size());
            Table table =
                    new Table(header)
                            .width("COORDINATOR (ID)", 25)
                            .width("STATE", 25)
                            .width("TARGET-ASSIGNMENT-EPOCH", 25);
            table.row(row);
            tables.add(table);
        }
        return tables;
    }

    /** How far each group is in what it reads; where each number comes from too, if asked. */
    List<Table> offsets(Collection<String> groups, boolean verbose) throws Exception {
        List<Table> tables = new ArrayList<>();
        for (StreamsGroupDescription group : described(groups)) {
            tell(group);
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
            tables.add(table.width("PARTITION", 10));
        }
        return tables;
    }

    private List<List<@Nullable Object>> offsets(StreamsGroupDescription group, boolean verbose)
            throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = new TreeMap<>(ConsumerGroups.BY_NAME);
        committed.putAll(committed(group.groupId()));
        Map<TopicPartition, Long> ends = GroupOffsets.ends(admin, committed.keySet());
        List<List<@Nullable Object>> rows = new ArrayList<>();
        committed.forEach(
                (partition, offset) -> {
                    Long end = ends.get(partition);
                    List<@Nullable Object> row = new ArrayList<>();
                    row.add(group.groupId());
                    row.add(partition.topic());
                    row.add(partition.partition());
                    if (verbose) {
                        row.add(offset.offset());
                        row.add(offset.leaderEpoch().orElse(null));
                        row.add(end);
                    }
                    row.add(end == null ? null : end - offset.offset());
                    rows.add(row);
                });
        return rows;
    }

    Map<TopicPartition, OffsetAndMetadata> committed(String group) throws Exception {
        return admin.listStreamsGroupOffsets(Map.of(group, new ListStreamsGroupOffsetsSpec()))
                .partitionsToOffsetAndMetadata(group)
                .get();
    }

    /** The topics a group reads, apart from its own. */
    Set<String> inputTopics(String group) throws Exception {
        Set<String> topics = new TreeSet<>();
        for (StreamsGroupDescription each : described(List.of(group))) {
            each.subtopologies().forEach(part -> topics.addAll(part.sourceTopics()));
        }
        return topics;
    }

    /** The topics a group keeps for itself. */
    Set<String> internalTopics(String group) throws Exception {
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
    void deleteTopics(Collection<String> topics) throws Exception {
        Set<String> present = new TreeSet<>(admin.listTopics().names().get());
        present.retainAll(topics);
        admin.deleteTopics(present).all().get();
    }

    /** Deletes groups without members, and the topics they kept for themselves if asked to. */
    boolean delete(Collection<String> groups, boolean withTopics) throws Exception {
        Map<String, Set<String>> internal = new TreeMap<>();
        GroupDeletion deletion = new GroupDeletion("streams groups");
        Map<String, GroupState> known =
                listed(Set.of()).stream()
                        .collect(
                                Collectors.toMap(
                                        GroupListing::groupId,
                                        group -> group.groupState().orElse(GroupState.UNKNOWN)));
        for (String group : groups) {
            GroupState state = known.get(group);
            if (state == null) {
                deletion.failed(
                        group, "Group '" + group + "' does not exist or is not a streams group.");
            } else if (state != GroupState.EMPTY) {
                deletion.failed(group, "Streams group '" + group + "' is not EMPTY.");
            } else {
                internal.put(group, withTopics ? internalTopics(group) : Set.of());
            }
        }
        if (!internal.isEmpty()) {
            deletion.await(admin.deleteStreamsGroups(internal.keySet()).deletedGroups());
        }
        boolean deleted = deletion.print(out);
        internal.keySet().retainAll(deletion.deleted());
        internal.values().removeIf(Set::isEmpty);
        for (Set<String> topics : internal.values()) {
            deleteTopics(topics);
        }
        if (!internal.isEmpty()) {
            out.println(
                    "Deletion of associated internal topics of the streams groups ('"
                            + String.join("', '", internal.keySet())
                            + "') was successful.");
        }
        return deleted;
    }

    /** Deletes the offsets of a group in these topics or, as TOPIC:0,1, partitions. */
    boolean deleteOffsets(String group, Collection<String> topics) throws Exception {
        OffsetDeletion deletion = new OffsetDeletion();
        deletion.add(admin, topics);
        DeleteStreamsGroupOffsetsResult result =
                admin.deleteStreamsGroupOffsets(group, deletion.partitions());
        deletion.await(result.all(), result::partitionResult);
        return deletion.print(group, out);
    }
}
