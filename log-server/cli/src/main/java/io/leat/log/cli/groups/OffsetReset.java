package io.leat.log.cli.groups;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.TopicDescription;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.GroupState;
import io.leat.common.TopicPartition;
import io.leat.common.errors.UnknownTopicOrPartitionException;
import io.leat.log.cli.Table;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** Moves the offsets of groups without members. A command's thread owns it. */
final class OffsetReset {

    private final Admin admin;
    private final Groups groups;
    private final PrintWriter out;
    private boolean complete = true;

    /** The groups of one type, and which of their partitions are asked for. */
    interface Groups {

        /** {@link GroupState#DEAD} if there is no such group: the offsets make it. */
        GroupState state(String group) throws Exception;

        Map<TopicPartition, OffsetAndMetadata> committed(String group) throws Exception;

        Collection<TopicPartition> asked(String group) throws Exception;

        void commit(String group, Map<TopicPartition, OffsetAndMetadata> offsets) throws Exception;
    }

    OffsetReset(Admin admin, Groups groups, PrintWriter out) {
        this.admin = admin;
        this.groups = groups;
        this.out = out;
    }

    /**
     * The new offsets by group; they are committed if {@code execute}. A group with members is told
     * of and has none.
     */
    Map<String, Map<TopicPartition, Long>> run(
            Collection<String> names, OffsetTarget target, boolean execute) throws Exception {
        Map<String, Map<TopicPartition, Long>> moved = new TreeMap<>();
        for (String group : names) {
            GroupState state = groups.state(group);
            if (state == GroupState.EMPTY || state == GroupState.DEAD) {
                moved.put(group, move(group, target, execute));
            } else {
                out.println(
                        "\nError: Assignments can only be reset if the group '"
                                + group
                                + "' is inactive, but the current state is "
                                + state
                                + ".");
                moved.put(group, Map.of());
                complete = false;
            }
        }
        return moved;
    }

    /** Whether no group was left out. */
    boolean complete() {
        return complete;
    }

    private Map<TopicPartition, Long> move(String group, OffsetTarget target, boolean execute)
            throws Exception {
        Collection<TopicPartition> partitions =
                target instanceof OffsetTarget.Planned ? Set.of() : groups.asked(group);
        mustExist(partitions);
        Map<TopicPartition, Long> offsets = new TreeMap<>(ConsumerGroups.BY_NAME);
        offsets.putAll(
                target.resolve(
                        new OffsetTarget.Scope(
                                admin, group, partitions, groups.committed(group), out)));
        if (execute) {
            Map<TopicPartition, OffsetAndMetadata> commit = new HashMap<>();
            offsets.forEach((p, offset) -> commit.put(p, new OffsetAndMetadata(offset)));
            groups.commit(group, commit);
        }
        return offsets;
    }

    private void mustExist(Collection<TopicPartition> partitions) throws Exception {
        Set<TopicPartition> missing = new TreeSet<>(ConsumerGroups.BY_NAME);
        missing.addAll(partitions);
        Set<String> topics =
                partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        for (TopicDescription topic : admin.describeTopics(topics).allTopicNames().get().values()) {
            topic.partitions()
                    .forEach(
                            each ->
                                    missing.remove(
                                            new TopicPartition(topic.name(), each.partition())));
        }
        if (!missing.isEmpty()) {
            String names =
                    missing.stream().map(TopicPartition::toString).collect(Collectors.joining(","));
            throw new ExecutionException(
                    new UnknownTopicOrPartitionException(
                            "The partitions \"" + names + "\" do not exist"));
        }
    }

    /** The new offsets as a table. */
    static Table table(Map<String, Map<TopicPartition, Long>> moved) {
        Table table = new Table("GROUP", "TOPIC", "PARTITION", "NEW-OFFSET").width("PARTITION", 10);
        moved.forEach(
                (group, offsets) ->
                        offsets.forEach(
                                (partition, offset) ->
                                        table.row(
                                                List.of(
                                                        group,
                                                        partition.topic(),
                                                        partition.partition(),
                                                        offset))));
        return table;
    }
}
