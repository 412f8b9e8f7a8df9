package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.AlterShareGroupOffsetsOptions;
import io.leat.clients.admin.DeleteShareGroupOffsetsOptions;
import io.leat.clients.admin.DeleteShareGroupOffsetsResult;
import io.leat.clients.admin.DeleteShareGroupsOptions;
import io.leat.clients.admin.GroupListing;
import io.leat.common.GroupState;
import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import io.leat.common.errors.GroupIdNotFoundException;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.OffsetTarget;
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
import org.jspecify.annotations.Nullable;

/** What {@code kafka-share-groups.sh} changes. A command's thread owns it. */
final class ShareGroupChanges {

    private final Admin admin;
    private final ShareGroupTables tables;
    private final PrintWriter out;
    private final int timeoutMs;

    ShareGroupChanges(Admin admin, ShareGroupTables tables, PrintWriter out, int timeoutMs) {
        this.admin = admin;
        this.tables = tables;
        this.out = out;
        this.timeoutMs = timeoutMs;
    }

    void delete(Collection<String> groups) throws Exception {
        Map<String, String> failures = new TreeMap<>();
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
                failures.put(group, "Group '" + group + "' is not a share group.");
            } else if (state != GroupState.EMPTY) {
                failures.put(group, "Share group '" + group + "' is not EMPTY.");
            } else {
                empty.add(group);
            }
        }
        Map<String, KafkaFuture<Void>> deletions =
                admin.deleteShareGroups(empty, new DeleteShareGroupsOptions().timeoutMs(timeoutMs))
                        .deletedGroups();
        for (Map.Entry<String, KafkaFuture<Void>> deletion : deletions.entrySet()) {
            String failure = failure(deletion.getValue());
            if (failure != null) {
                failures.put(deletion.getKey(), failure);
                empty.remove(deletion.getKey());
            }
        }
        tell(empty, failures);
    }

    private void tell(Set<String> deleted, Map<String, String> failures) {
        String names = deleted.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", "));
        if (failures.isEmpty()) {
            out.println("Deletion of requested share groups (" + names + ") was successful.");
            return;
        }
        out.println("\nError: Deletion of some share groups failed:");
        failures.forEach(
                (group, failure) ->
                        out.println(
                                "* Group '" + group + "' could not be deleted due to: " + failure));
        if (!deleted.isEmpty()) {
            out.println("\nThese share groups were deleted successfully: " + names);
        }
    }

    private static @Nullable String failure(KafkaFuture<Void> outcome) throws InterruptedException {
        try {
            outcome.get();
            return null;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return cause == null ? e.getMessage() : cause.getMessage();
        }
    }

    void deleteOffsets(String group, Collection<String> topics) throws Exception {
        Set<String> names = new TreeSet<>(topics);
        DeleteShareGroupOffsetsResult result =
                admin.deleteShareGroupOffsets(
                        group, names, new DeleteShareGroupOffsetsOptions().timeoutMs(timeoutMs));
        Table table = new Table("TOPIC", "STATUS");
        for (String topic : names) {
            String failure = failure(result.topicResult(topic));
            table.row(List.of(topic, failure == null ? "Successful" : "Error: " + failure));
        }
        table.print(out);
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
        Map<TopicPartition, Long> offsets = target.resolve(admin, partitions, Map.of());
        if (execute) {
            admin.alterShareGroupOffsets(
                            group,
                            offsets,
                            new AlterShareGroupOffsetsOptions().timeoutMs(timeoutMs))
                    .all()
                    .get();
        }
        Table table = new Table("GROUP", "TOPIC", "PARTITION", "NEW-OFFSET").width("PARTITION", 10);
        for (TopicPartition each : partitions) {
            table.row(
                    List.of(
                            group,
                            each.topic(),
                            Integer.toString(each.partition()),
                            String.valueOf(offsets.get(each))));
        }
        table.print(out);
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
