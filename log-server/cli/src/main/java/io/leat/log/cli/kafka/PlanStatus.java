package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.DescribeReplicaLogDirsResult.ReplicaLogDirInfo;
import io.leat.clients.admin.PartitionReassignment;
import io.leat.common.Node;
import io.leat.common.TopicPartition;
import io.leat.common.TopicPartitionReplica;
import io.leat.common.errors.UnknownTopicOrPartitionException;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.replicas.Moving;
import io.leat.log.cli.replicas.Reassignment;
import io.leat.log.cli.replicas.ReplicaMap;
import io.leat.log.cli.replicas.ReplicaPlan;
import io.leat.log.cli.replicas.ThrottledMoves;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Tells how far a plan is and cancels it, as {@code kafka-reassign-partitions.sh --verify,
 * --cancel, --list}. One thread.
 */
final class PlanStatus {

    private final Admin admin;
    private final boolean preserveThrottles;
    private final PrintWriter out;

    PlanStatus(Admin admin, boolean preserveThrottles, PrintWriter out) {
        this.admin = admin;
        this.preserveThrottles = preserveThrottles;
        this.out = out;
    }

    void verify(ReplicaPlan wanted) throws Exception {
        Map<TopicPartition, PartitionReassignment> moving = new Moving(admin).now();
        Map<String, @Nullable ReplicaMap> topicsFound = new TreeMap<>();
        out.println("Status of partition reassignment:");
        for (Map.Entry<TopicPartition, List<Integer>> each : wanted.replicas().entrySet()) {
            TopicPartition partition = each.getKey();
            if (moving.containsKey(partition)) {
                out.println("Reassignment of partition " + partition + " is still in progress.");
                continue;
            }
            List<Integer> present = present(partition, topicsFound);
            if (present.equals(each.getValue())) {
                out.println("Reassignment of partition " + partition + " is completed.");
            } else {
                out.println(
                        "There is no active reassignment of partition "
                                + partition
                                + ", but replica set is "
                                + PlanTexts.join(present)
                                + " rather than "
                                + PlanTexts.join(each.getValue())
                                + ".");
            }
        }
        boolean inPlace = printDirectories(wanted.directories());
        if (moving.isEmpty() && inPlace && !preserveThrottles) {
            clearThrottles(wanted);
        }
    }

    private List<Integer> present(TopicPartition partition, Map<String, @Nullable ReplicaMap> found)
            throws ExecutionException, InterruptedException {
        String topic = partition.topic();
        if (!found.containsKey(topic)) {
            try {
                found.put(topic, ReplicaMap.of(admin, Set.of(topic)));
            } catch (CommandFailure e) {
                if (!(e.getCause() instanceof ExecutionException wrapped)
                        || !(wrapped.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                found.put(topic, null);
            }
        }
        ReplicaMap map = found.get(topic);
        return map == null ? List.of() : map.replicas().getOrDefault(partition, List.of());
    }

    /** Returns whether every replica is in the directory it is to be in. */
    private boolean printDirectories(Map<TopicPartitionReplica, String> wanted)
            throws ExecutionException, InterruptedException {
        boolean inPlace = true;
        Map<TopicPartitionReplica, ReplicaLogDirInfo> found =
                admin.describeReplicaLogDirs(wanted.keySet()).all().get();
        List<String> lines = new ArrayList<>();
        for (Map.Entry<TopicPartitionReplica, String> each : wanted.entrySet()) {
            TopicPartitionReplica replica = each.getKey();
            String name = replica.topic() + "-" + replica.partition();
            ReplicaLogDirInfo place = found.get(replica);
            String path = place == null ? null : place.getCurrentReplicaLogDir();
            if (place == null || path == null) {
                lines.add(
                        "Partition "
                                + name
                                + " cannot be found in any live log directory on broker "
                                + replica.brokerId()
                                + ".");
            } else if (path.equals(each.getValue())) {
                lines.add("Reassignment of replica " + replica + " completed successfully.");
            } else {
                String future = place.getFutureReplicaLogDir();
                inPlace &= future == null;
                lines.add(
                        future == null
                                ? "Partition "
                                        + name
                                        + " on broker "
                                        + replica.brokerId()
                                        + " is not being moved from log dir "
                                        + path
                                        + " to "
                                        + each.getValue()
                                        + "."
                                : "Reassignment of replica " + replica + " is still in progress.");
            }
        }
        out.println(String.join(System.lineSeparator(), lines));
        return inPlace;
    }

    private void clearThrottles(ReplicaPlan wanted) throws Exception {
        Set<Integer> all = new TreeSet<>();
        for (Node node : admin.describeCluster().nodes().get()) {
            all.add(node.id());
        }
        wanted.replicas().values().forEach(all::addAll);
        Set<String> names = PlanTexts.topicsOf(wanted.replicas().keySet());
        ThrottledMoves throttled = new ThrottledMoves(admin);
        out.println(
                "Clearing broker-level throttles on broker"
                        + PlanTexts.plural(all)
                        + " "
                        + PlanTexts.join(all));
        throttled.clearBrokers(all);
        out.println(
                "Clearing topic-level throttles on topic"
                        + PlanTexts.plural(names)
                        + " "
                        + String.join(",", names));
        throttled.clearTopics(names);
    }

    void cancel(ReplicaPlan wanted) throws Exception {
        Map<TopicPartition, PartitionReassignment> moving = new Moving(admin).now();
        SortedMap<TopicPartition, List<Integer>> active = new TreeMap<>(wanted.replicas());
        active.keySet().retainAll(moving.keySet());
        if (active.isEmpty()) {
            out.println("None of the specified partition reassignments are active.");
        } else {
            SortedMap<TopicPartition, Throwable> errors =
                    new Reassignment(admin).cancel(active.keySet());
            if (!errors.isEmpty()) {
                throw new CommandFailure(
                        "Error cancelling partition reassignment"
                                + PlanTexts.plural(errors)
                                + " for:"
                                + PlanTexts.lines(errors));
            }
            out.println(
                    "Successfully cancelled partition reassignment"
                            + PlanTexts.plural(active)
                            + " for: "
                            + ReplicaPlan.of(active).names());
        }
        out.print("None of the specified partition moves are active.");
        if (!preserveThrottles) {
            clearThrottles(wanted);
        }
    }

    void list() throws Exception {
        SortedMap<TopicPartition, List<Integer>> order = new TreeMap<>(ReplicaPlan.ORDER);
        Map<TopicPartition, PartitionReassignment> moving = new Moving(admin).now();
        moving.forEach((partition, each) -> order.put(partition, each.replicas()));
        if (order.isEmpty()) {
            out.println("No partition reassignments found.");
            return;
        }
        out.println("Current partition reassignments:");
        for (TopicPartition partition : order.keySet()) {
            PartitionReassignment each = moving.get(partition);
            if (each != null) {
                out.println(
                        partition
                                + ": replicas: "
                                + PlanTexts.join(each.replicas())
                                + "."
                                + shown(" adding: ", each.addingReplicas())
                                + shown(" removing: ", each.removingReplicas()));
            }
        }
    }

    private static String shown(String title, List<Integer> ids) {
        return ids.isEmpty() ? "" : title + PlanTexts.join(ids) + ".";
    }
}
