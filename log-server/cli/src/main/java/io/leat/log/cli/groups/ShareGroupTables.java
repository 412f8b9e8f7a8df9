package io.leat.log.cli.groups;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.GroupListing;
import io.leat.clients.admin.ListGroupsOptions;
import io.leat.clients.admin.ListShareGroupOffsetsSpec;
import io.leat.clients.admin.ShareGroupDescription;
import io.leat.clients.admin.ShareMemberDescription;
import io.leat.clients.admin.SharePartitionOffsetInfo;
import io.leat.common.GroupState;
import io.leat.common.Node;
import io.leat.common.TopicPartition;
import io.leat.log.cli.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code kafka-share-groups.sh} prints of share groups. A command's thread owns it. */
final class ShareGroupTables {

    private static final String NONE = "-";

    private final Admin admin;
    private final PrintWriter out;
    private final PrintWriter err;

    ShareGroupTables(Admin admin, PrintWriter out, PrintWriter err) {
        this.admin = admin;
        this.out = out;
        this.err = err;
    }

    /** The share groups there are, in these states; none named means all. */
    List<GroupListing> listed(Set<GroupState> states) throws Exception {
        return ConsumerGroups.sorted(
                admin, ListGroupsOptions.forShareGroups().inGroupStates(states));
    }

    /** Prints the groups in these states, without the empty line that stands above tables. */
    void list(Set<GroupState> states) throws Exception {
        StreamsGroups.list(listed(states)).printRows(out);
    }

    private Collection<ShareGroupDescription> described(Collection<String> groups)
            throws Exception {
        return new TreeMap<>(admin.describeShareGroups(groups).all().get()).values();
    }

    GroupState state(String group) throws Exception {
        return described(List.of(group)).iterator().next().groupState();
    }

    void members(Collection<String> groups, boolean verbose) throws Exception {
        for (ShareGroupDescription group : described(groups)) {
            tellIfEmpty(group);
            if (!group.members().isEmpty()) {
                members(group, verbose).print(out);
            }
        }
    }

    private static Table members(ShareGroupDescription group, boolean verbose) {
        List<String> header =
                new ArrayList<>(
                        List.of("GROUP", "CONSUMER-ID", "HOST", "CLIENT-ID", "#PARTITIONS"));
        if (verbose) {
            header.add("MEMBER-EPOCH");
        }
        header.add("ASSIGNMENT");
        Table table =
                new Table(header.toArray(String[]::new))
                        .width("#PARTITIONS", 12)
                        .width("MEMBER-EPOCH", 13);
        group.members().stream()
                .sorted(Comparator.comparing(ShareMemberDescription::consumerId))
                .forEach(member -> table.row(row(group, member, verbose)));
        return table;
    }

    private static List<String> row(
            ShareGroupDescription group, ShareMemberDescription member, boolean verbose) {
        Set<TopicPartition> assigned = member.assignment().topicPartitions();
        List<String> row =
                new ArrayList<>(
                        List.of(
                                group.groupId(),
                                member.consumerId(),
                                member.host(),
                                member.clientId(),
                                Integer.toString(assigned.size())));
        if (verbose) {
            row.add(Integer.toString(member.memberEpoch()));
        }
        row.add(text(assigned));
        return row;
    }

    /** As {@code topic:0,1;other:2}. */
    private static String text(Set<TopicPartition> partitions) {
        return partitions.stream()
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .collect(
                        Collectors.groupingBy(
                                TopicPartition::topic,
                                TreeMap::new,
                                Collectors.mapping(
                                        each -> Integer.toString(each.partition()),
                                        Collectors.joining(","))))
                .entrySet()
                .stream()
                .map(topic -> topic.getKey() + ":" + topic.getValue())
                .collect(Collectors.joining(";"));
    }

    void states(Collection<String> groups, boolean verbose) throws Exception {
        for (ShareGroupDescription group : described(groups)) {
            tellIfEmpty(group);
            states(group, verbose).print(out);
        }
    }

    private static Table states(ShareGroupDescription group, boolean verbose) {
        Node coordinator = group.coordinator();
        List<String> header = new ArrayList<>(List.of("GROUP", "COORDINATOR (ID)", "STATE"));
        List<String> row =
                new ArrayList<>(
                        List.of(
                                group.groupId(),
                                coordinator.host()
                                        + ":"
                                        + coordinator.port()
                                        + "  ("
                                        + coordinator.idString()
                                        + ")",
                                group.groupState().toString()));
        if (verbose) {
            header.addAll(List.of("GROUP-EPOCH", "ASSIGNMENT-EPOCH"));
            row.add(Integer.toString(group.groupEpoch()));
            row.add(Integer.toString(group.targetAssignmentEpoch()));
        }
        header.add("#MEMBERS");
        row.add(Integer.toString(group.members().size()));
        Table table =
                new Table(header.toArray(String[]::new))
                        .width("COORDINATOR (ID)", 25)
                        .width("GROUP-EPOCH", 12)
                        .width("ASSIGNMENT-EPOCH", 17);
        table.row(row);
        return table;
    }

    void offsets(Collection<String> groups, boolean verbose) throws Exception {
        for (ShareGroupDescription group : described(groups)) {
            Map<TopicPartition, SharePartitionOffsetInfo> offsets = offsets(group.groupId());
            if (offsets.isEmpty()) {
                out.println("\nShare group '" + group.groupId() + "' has no offset information.");
            } else {
                offsets(group.groupId(), offsets, verbose).print(out);
            }
        }
    }

    /** How far a group is, by topic and partition; null where it has not begun. */
    Map<TopicPartition, SharePartitionOffsetInfo> offsets(String group) throws Exception {
        TreeMap<TopicPartition, SharePartitionOffsetInfo> sorted =
                new TreeMap<>(ConsumerGroups.BY_NAME);
        sorted.putAll(
                admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                        .partitionsToOffsetInfo(group)
                        .get());
        return sorted;
    }

    private static Table offsets(
            String group, Map<TopicPartition, SharePartitionOffsetInfo> offsets, boolean verbose) {
        List<String> header = new ArrayList<>(List.of("GROUP", "TOPIC", "PARTITION"));
        if (verbose) {
            header.add("LEADER-EPOCH");
        }
        header.addAll(List.of("START-OFFSET", "LAG"));
        Table table =
                new Table(header.toArray(String[]::new))
                        .width("PARTITION", 10)
                        .width("LEADER-EPOCH", 13)
                        .width("START-OFFSET", 13);
        offsets.forEach((partition, offset) -> table.row(row(group, partition, offset, verbose)));
        return table;
    }

    private static List<String> row(
            String group,
            TopicPartition partition,
            @Nullable SharePartitionOffsetInfo offset,
            boolean verbose) {
        List<String> row =
                new ArrayList<>(
                        List.of(group, partition.topic(), Integer.toString(partition.partition())));
        if (verbose) {
            row.add(
                    offset == null
                            ? NONE
                            : offset.leaderEpoch().map(Object::toString).orElse(NONE));
        }
        row.add(offset == null ? NONE : Long.toString(offset.startOffset()));
        row.add(offset == null ? NONE : offset.lag().map(Object::toString).orElse(NONE));
        return row;
    }

    private void tellIfEmpty(ShareGroupDescription group) {
        if (group.groupState() == GroupState.EMPTY) {
            err.println("\nShare group '" + group.groupId() + "' has no active members.");
        }
    }
}
