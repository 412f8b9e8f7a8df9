package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.DescribeReplicaLogDirsResult.ReplicaLogDirInfo;
import io.leat.clients.admin.PartitionReassignment;
import io.leat.common.TopicPartition;
import io.leat.common.TopicPartitionReplica;
import io.leat.common.errors.ReplicaNotAvailableException;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.replicas.Moving;
import io.leat.log.cli.replicas.Reassignment;
import io.leat.log.cli.replicas.ReplicaMap;
import io.leat.log.cli.replicas.ReplicaPlan;
import io.leat.log.cli.replicas.ThrottledMoves;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Starts the moves of a plan, as {@code kafka-reassign-partitions.sh --execute}. One thread. */
final class PlanExecution {

    private static final long DIRECTORY_RETRY_MS = 100;

    /**
     * What the options say.
     *
     * @param throttle bytes a second between brokers, -1 for any
     * @param directoryThrottle bytes a second between directories, -1 for any
     */
    record Options(
            boolean additional,
            boolean sameFactor,
            long throttle,
            long directoryThrottle,
            long timeoutMs) {}

    private final Admin admin;
    private final Options options;
    private final PrintWriter out;

    PlanExecution(Admin admin, Options options, PrintWriter out) {
        this.admin = admin;
        this.options = options;
        this.out = out;
    }

    void execute(ReplicaPlan wanted) throws Exception {
        Map<TopicPartition, PartitionReassignment> current = new Moving(admin).now();
        if (!options.additional() && !current.isEmpty()) {
            throw new CommandFailure(
                    "Cannot execute because there is an existing partition assignment.  Use"
                            + " --additional to override this and create a new partition assignment"
                            + " in addition to the existing one. The --additional flag can also be"
                            + " used to change the throttle by resubmitting the current"
                            + " reassignment.");
        }
        ReplicaMap map = ReplicaMap.of(admin, PlanTexts.topicsOf(wanted.replicas().keySet()));
        checkExists(map, wanted);
        SortedMap<TopicPartition, List<Integer>> present =
                map.select(wanted.replicas()::containsKey);
        out.println("Current partition replica assignment");
        out.println();
        out.println(described(admin, map, present).toJson());
        out.println();
        out.println("Save this to use as the --reassignment-json-file option during rollback");
        throttle(current, present, wanted);
        SortedMap<TopicPartition, Throwable> errors =
                new Reassignment(admin).start(wanted.replicas(), !options.sameFactor());
        if (!errors.isEmpty()) {
            throw new CommandFailure("Error reassigning partition(s):" + PlanTexts.lines(errors));
        }
        out.println(
                "Successfully started partition reassignment"
                        + PlanTexts.plural(wanted.replicas())
                        + " for "
                        + wanted.names());
        move(wanted.directories());
    }

    private static void checkExists(ReplicaMap map, ReplicaPlan wanted) {
        wanted.replicas().values().stream()
                .flatMap(List::stream)
                .filter(id -> !map.brokers().containsKey(id))
                .findFirst()
                .ifPresent(
                        id -> {
                            throw new CommandFailure("Unknown broker id " + id);
                        });
        List<TopicPartition> missing = new ArrayList<>(wanted.replicas().keySet());
        missing.removeAll(map.replicas().keySet());
        if (!missing.isEmpty()) {
            throw new CommandFailure("Unable to find partition: " + missing.get(0));
        }
    }

    private void throttle(
            Map<TopicPartition, PartitionReassignment> current,
            Map<TopicPartition, List<Integer>> present,
            ReplicaPlan wanted)
            throws ExecutionException, InterruptedException {
        if (options.throttle() < 0 && options.directoryThrottle() < 0) {
            return;
        }
        out.println(
                "Warning: You must run --verify periodically, until the reassignment completes, to"
                        + " ensure the throttle is removed.");
        ThrottledMoves throttled = new ThrottledMoves(admin);
        if (options.throttle() >= 0) {
            throttled.set(current, present, wanted.replicas(), options.throttle());
            out.println(
                    "The inter-broker throttle limit was set to " + options.throttle() + " B/s");
        }
        if (options.directoryThrottle() >= 0) {
            Set<Integer> moving = new HashSet<>();
            wanted.directories().keySet().forEach(each -> moving.add(each.brokerId()));
            throttled.directoryRate(moving, options.directoryThrottle());
            out.println(
                    "The replica-alter-dir throttle limit was set to "
                            + options.directoryThrottle()
                            + " B/s");
        }
    }

    /** Moves replicas to other directories, as soon as they are on the broker. */
    private void move(Map<TopicPartitionReplica, String> directories)
            throws ExecutionException, InterruptedException {
        Map<TopicPartitionReplica, String> pending = new HashMap<>(directories);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(options.timeoutMs());
        while (!pending.isEmpty()) {
            for (var each : admin.alterReplicaLogDirs(Map.copyOf(pending)).values().entrySet()) {
                try {
                    each.getValue().get();
                    TopicPartitionReplica replica = each.getKey();
                    out.printf(
                            "Successfully started moving log directory to %s for replica %s-%s with"
                                    + " broker %s %n",
                            pending.remove(replica),
                            replica.topic(),
                            replica.partition(),
                            replica.brokerId());
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof ReplicaNotAvailableException)) {
                        throw new CommandFailure(
                                "Failed to alter dir for " + each.getKey() + ": " + cause(e), e);
                    }
                }
            }
            if (!pending.isEmpty()) {
                if (System.nanoTime() >= deadline) {
                    throw new CommandFailure(
                            "Timed out before log directory move"
                                    + PlanTexts.plural(pending)
                                    + " could be started for: "
                                    + pending.keySet());
                }
                TimeUnit.MILLISECONDS.sleep(DIRECTORY_RETRY_MS);
            }
        }
    }

    private static String cause(ExecutionException e) {
        return e.getCause() == null ? e.toString() : String.valueOf(e.getCause().getMessage());
    }

    /** The replicas as they are, with the directories they are in. */
    static ReplicaPlan described(
            Admin admin, ReplicaMap map, Map<TopicPartition, List<Integer>> partitions)
            throws ExecutionException, InterruptedException {
        List<TopicPartitionReplica> asked = new ArrayList<>();
        partitions.forEach(
                (partition, ids) ->
                        ids.stream()
                                .filter(map.live()::containsKey)
                                .forEach(
                                        id ->
                                                asked.add(
                                                        new TopicPartitionReplica(
                                                                partition.topic(),
                                                                partition.partition(),
                                                                id))));
        Map<TopicPartitionReplica, String> directories = new HashMap<>();
        for (Map.Entry<TopicPartitionReplica, ReplicaLogDirInfo> each :
                admin.describeReplicaLogDirs(asked).all().get().entrySet()) {
            String path = each.getValue().getCurrentReplicaLogDir();
            if (path != null) {
                directories.put(each.getKey(), path);
            }
        }
        ReplicaPlan plain = ReplicaPlan.of(partitions);
        return new ReplicaPlan(plain.replicas(), directories);
    }
}
