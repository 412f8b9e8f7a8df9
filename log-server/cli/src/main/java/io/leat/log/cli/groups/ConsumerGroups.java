package io.leat.log.cli.groups;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.ConsumerGroupDescription;
import io.leat.clients.admin.GroupListing;
import io.leat.clients.admin.ListGroupsOptions;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.GroupState;
import io.leat.common.GroupType;
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
import org.jspecify.annotations.Nullable;

/**
 * What both {@code leat groups} and {@code kafka-consumer-groups.sh} show of consumer groups. A
 * command's thread owns it.
 */
public final class ConsumerGroups {

    static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final Admin admin;
    private final PrintWriter err;

    /**
     * @param err is told of groups without members or on their way to new assignments
     */
    public ConsumerGroups(Admin admin, PrintWriter err) {
        this.admin = admin;
        this.err = err;
    }

    /** Groups of consumers, also classic ones, by name; no state or type means every one. */
    public List<GroupListing> listed(Set<GroupState> states, Set<GroupType> types)
            throws Exception {
        ListGroupsOptions options = ListGroupsOptions.forConsumerGroups().inGroupStates(states);
        return sorted(admin, types.isEmpty() ? options : options.withTypes(types));
    }

    /** Groups of every type, by name. */
    public List<GroupListing> all() throws Exception {
        return sorted(admin, new ListGroupsOptions());
    }

    static List<GroupListing> sorted(Admin admin, ListGroupsOptions options) throws Exception {
        return admin.listGroups(options).all().get().stream()
                .sorted(Comparator.comparing(GroupListing::groupId))
                .toList();
    }

    /** Their ids. */
    public List<String> names() throws Exception {
        return listed(Set.of(), Set.of()).stream().map(GroupListing::groupId).toList();
    }

    /** The groups, with their types and states if asked for. */
    static Table list(List<GroupListing> groups, boolean withType, boolean withState) {
        List<String> header = new ArrayList<>(List.of("GROUP"));
        if (withType) {
            header.add("TYPE");
        }
        if (withState) {
            header.add("STATE");
        }
        int longest = groups.stream().mapToInt(group -> group.groupId().length()).max().orElse(0);
        Table table =
                new Table(header)
                        .width("GROUP", Math.max(15, longest) + 10)
                        .width("TYPE", 20)
                        .width("STATE", 20);
        for (GroupListing group : groups) {
            List<Object> row = new ArrayList<>(List.of(group.groupId()));
            if (withType) {
                row.add(group.type().orElse(GroupType.UNKNOWN).toString());
            }
            if (withState) {
                row.add(group.groupState().orElse(GroupState.UNKNOWN).toString());
            }
            table.row(row);
        }
        return table;
    }

    /** For each group its committed offsets, ends and lag, and who owns the partitions. */
    public List<Table> offsets(Collection<String> groups, boolean verbose) throws Exception {
        List<Table> tables = new ArrayList<>();
        for (ConsumerGroupDescription group : described(groups)) {
            GroupOffsets offsets = new GroupOffsets(admin, group);
            Table table = offsets.table(verbose);
            tell(group);
            if (!offsets.isEmpty() && group.groupState() != GroupState.DEAD) {
                tables.add(table);
            }
        }
        return tables;
    }

    /** For each group its members and how many partitions each owns; which, if {@code verbose}. */
    public List<Table> members(Collection<String> groups, boolean verbose) throws Exception {
        List<Table> tables = new ArrayList<>();
        for (ConsumerGroupDescription group : described(groups)) {
            tell(group);
            tables.add(new GroupMembers(group, verbose).table());
        }
        return tables;
    }

    /** For each group coordinator, assignor, state and size; the epochs too, if {@code verbose}. */
    public List<Table> states(Collection<String> groups, boolean verbose) throws Exception {
        List<Table> tables = new ArrayList<>();
        for (ConsumerGroupDescription group : described(groups)) {
            tell(group);
            List<String> header =
                    new ArrayList<>(
                            List.of("GROUP", "COORDINATOR (ID)", "ASSIGNMENT-STRATEGY", "STATE"));
            if (verbose) {
                header.addAll(List.of("GROUP-EPOCH", "TARGET-ASSIGNMENT-EPOCH"));
            }
            header.add("#MEMBERS");
            Table table =
                    new Table(header)
                            .width("COORDINATOR (ID)", 25)
                            .width("ASSIGNMENT-STRATEGY", 20)
                            .width("STATE", 20)
                            .width("TARGET-ASSIGNMENT-EPOCH", 25);
            table.row(state(group, verbose));
            tables.add(table);
        }
        return tables;
    }

    private static List<@Nullable Object> state(ConsumerGroupDescription group, boolean verbose) {
        String assignor = group.partitionAssignor();
        List<@Nullable Object> row = new ArrayList<>();
        row.add(group.groupId());
        row.add(
                group.coordinator().host()
                        + ":"
                        + group.coordinator().port()
                        + "  ("
                        + group.coordinator().idString()
                        + ")");
        row.add(assignor.isEmpty() ? null : assignor);
        row.add(group.groupState().toString());
        if (verbose) {
            row.add(group.groupEpoch().orElse(null));
            row.add(group.targetAssignmentEpoch().orElse(null));
        }
        row.add(group.members().size());
        return row;
    }

    private Collection<ConsumerGroupDescription> described(Collection<String> groups)
            throws Exception {
        return new TreeMap<>(admin.describeConsumerGroups(groups).all().get()).values();
    }

    private void tell(ConsumerGroupDescription group) {
        String name = "Consumer group '" + group.groupId() + "' ";
        switch (group.groupState()) {
            case DEAD -> err.println("\nError: " + name + "does not exist.");
            case EMPTY -> err.println("\n" + name + "has no active members.");
            case PREPARING_REBALANCE, COMPLETING_REBALANCE, ASSIGNING, RECONCILING ->
                    err.println("\nWarning: " + name + "is rebalancing.");
            default -> {
                // Nothing to tell of a group that is as it should be.
            }
        }
        err.flush();
    }

    /** Every offset that the group has committed. */
    static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, String group)
            throws Exception {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    }
}
