package io.leat.log.cli.groups;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.DeleteShareGroupOffsetsResult;
import io.leat.clients.admin.GroupListing;
import io.leat.common.GroupState;
import io.leat.common.TopicPartition;
import io.leat.common.errors.GroupIdNotFoundException;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.Table;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** What {@code kafka-share-groups.sh} changes. A command's thread owns it. */
final class ShareGroupChanges {

    private final Admin admin;
    private final ShareGroupTables tables;
    private final PrintWriter out;

    ShareGroupChanges(Admin admin, ShareGroupTables tables, PrintWriter out) {
        this.admin = admin;
        this.tables = tables;
        this.out = out;
    }

    boolean delete(Collection<String> groups) throws Exception {
        GroupDeletion deletion = new GroupDeletion("share groups");
        Map<String, GroupState> known =
                tables.listed(Set.of()).stream()
                        .collect(
                                Collectors.toMap(
                                        GroupListing::groupId,
                                        group -> group.groupState().orElse(GroupState.UNKNOWN)));
        Set<String> empty = new LinkedHashSet<>();
        for (String group : groups) {
            GroupState state = known.get(group);
            if (state == null) {
                deletion.failed(group, "Group '" + group + "' is not a share group.");
            } else if (state != GroupState.EMPTY) {
                deletion.failed(group, "Share group '" + group + "' is not EMPTY.");
            } else {
                empty.add(group);
            }
        }
        deletion.await(admin.deleteShareGroups(empty).deletedGroups());
        return deletion.print(out);
    }

    /** Returns whether all are deleted. */
    boolean deleteOffsets(String group, Collection<String> topics) throws Exception {
        Set<String> names = new TreeSet<>(topics);
        DeleteShareGroupOffsetsResult result = admin.deleteShareGroupOffsets(group, names);
        Table table = new Table("TOPIC", "STATUS");
        boolean complete = true;
        for (String topic : names) {
            String failure = GroupDeletion.failure(result.topicResult(topic));
            complete &= failure == null;
            table.row(List.of(topic, failure == null ? "Successful" : "Error: " + failure));
        }
        table.print(out);
        return complete;
    }

    void resetOffsets(String group, Collection<String> topics, OffsetTarget target, boolean execute)
            throws Exception {
        if (!isEmpty(group)) {
            throw new CommandFailure("Share group '" + group + "' is not empty.");
        }
        Collection<TopicPartition> partitions =
                topics.isEmpty()
                        ? tables.offsets(group).keySet()
                        : NamedPartitions.of(admin, topics);
        Map<TopicPartition, Long> offsets = new TreeMap<>(ConsumerGroups.BY_NAME);
        offsets.putAll(
                target.resolve(new OffsetTarget.Scope(admin, group, partitions, Map.of(), out)));
        if (execute) {
            admin.alterShareGroupOffsets(group, offsets).all().get();
        }
        OffsetReset.table(Map.of(group, offsets)).print(out);
    }

    /** A group that is not there yet is made by moving its offsets. */
    private boolean isEmpty(String group) throws Exception {
        try {
            GroupState state = tables.state(group);
            return state == GroupState.EMPTY || state == GroupState.DEAD;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return true;
            }
            throw e;
        }
    }
}
