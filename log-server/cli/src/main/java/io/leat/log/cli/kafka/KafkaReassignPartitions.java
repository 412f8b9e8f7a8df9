package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.DescribeReplicaLogDirsResult.ReplicaLogDirInfo;
import io.leat.clients.admin.PartitionReassignment;
import io.leat.common.Node;
import io.leat.common.TopicPartition;
import io.leat.common.TopicPartitionReplica;
import io.leat.common.errors.ReplicaNotAvailableException;
import io.leat.common.errors.UnknownTopicOrPartitionException;
import io.leat.log.cli.AdminOptions;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.replicas.Moving;
import io.leat.log.cli.replicas.Reassignment;
import io.leat.log.cli.replicas.ReplicaMap;
import io.leat.log.cli.replicas.ReplicaPlan;
import io.leat.log.cli.replicas.Spread;
import io.leat.log.cli.replicas.ThrottledMoves;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kafka-reassign-partitions.sh}. */
@Command(
        name = "kafka-reassign-partitions",
        hidden = true,
        description = "This tool helps to move topic partitions between replicas.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: move topic orders to brokers 2 and 3, at most 10 MB a second:",
            "  echo '{\"topics\":[{\"topic\":\"orders\"}],\"version\":1}' > topics.json",
            "  kafka-reassign-partitions.sh --bootstrap-server localhost:9092 --generate"
                    + " --topics-to-move-json-file topics.json --broker-list 2,3",
            "  (save what is proposed as plan.json)",
            "  kafka-reassign-partitions.sh --bootstrap-server localhost:9092 --execute"
                    + " --reassignment-json-file plan.json --throttle 10000000",
            "  kafka-reassign-partitions.sh --bootstrap-server localhost:9092 --verify"
                    + " --reassignment-json-file plan.json",
            "",
            "leat cluster reassign does the same in one command."
        })
public final class KafkaReassignPartitions implements Callable<Integer> {

    private static final long DIRECTORY_RETRY_MS = 100;

    /** Exactly one of these is asked for. */
    static final class Action {
        @Option(
                names = "--verify",
                description = "Tell how far the plan is; when it is done, lift the throttle.")
        boolean verify;

        @Option(names = "--generate", description = "Propose a plan; nothing is moved.")
        boolean generate;

        @Option(names = "--execute", description = "Start the moves of the plan.")
        boolean execute;

        @Option(names = "--cancel", description = "Cancel the moves of the plan.")
        boolean cancel;

        @Option(names = "--list", description = "List all active partition reassignments.")
        boolean list;
    }

    @Spec CommandSpec spec;
    @Mixin AdminOptions server;

    @ArgGroup(multiplicity = "1", heading = "Action:%n")
    Action action;

    @Option(
            names = "--reassignment-json-file",
            paramLabel = "FILE",
            description = {
                "The plan: {\"partitions\": [{\"topic\": \"foo\", \"partition\": 1,"
                        + " \"replicas\": [1,2,3], \"log_dirs\": [\"any\",\"any\",\"any\"]}],"
                        + " \"version\":1}; log_dirs may be left out."
            })
    @Nullable Path plan;

    @Option(
            names = "--topics-to-move-json-file",
            paramLabel = "FILE",
            description = "With --generate: {\"topics\": [{\"topic\": \"foo\"}], \"version\":1}.")
    @Nullable Path topics;

    @Option(
            names = "--broker-list",
            paramLabel = "ID,ID",
            split = ",",
            description = "With --generate: the brokers to move to.")
    @Nullable List<Integer> brokers;

    @Option(
            names = "--disable-rack-aware",
            description = "With --generate: take no notice of racks.")
    boolean ignoreRacks;

    @Option(
            names = "--throttle",
            paramLabel = "BYTES",
            description = "With --execute: bytes a second between brokers, at most.")
    long throttle = -1;

    @Option(
            names = "--replica-alter-log-dirs-throttle",
            paramLabel = "BYTES",
            description = "With --execute: bytes a second between directories, at most.")
    long directoryThrottle = -1;

    @Option(
            names = "--timeout",
            paramLabel = "MS",
            description = "How long to wait for moves between directories to begin.")
    long timeoutMs = 10_000;

    @Option(
            names = "--additional",
            description = "With --execute: beside what moves already; also changes the throttle.")
    boolean additional;

    @Option(
            names = "--preserve-throttles",
            description = "With --verify and --cancel: leave throttles as they are.")
    boolean preserveThrottles;

    @Option(
            names = "--disallow-replication-factor-change",
            description = "With --execute: refuse partitions that would have more or fewer.")
    boolean sameFactor;

    private PrintWriter out = new PrintWriter(Writer.nullWriter());

    @Override
    public Integer call() throws Exception {
        out = spec.commandLine().getOut();
        try (Admin admin = server.admin()) {
            if (action.generate) {
                generate(
                        admin,
                        ReplicaPlan.topics(needed(topics, "--topics-to-move-json-file")),
                        needed(brokers, "--broker-list"));
            } else if (action.list) {
                list(admin);
            } else {
                ReplicaPlan wanted = ReplicaPlan.read(needed(plan, "--reassignment-json-file"));
                if (action.execute) {
                    execute(admin, wanted);
                } else if (action.verify) {
                    verify(admin, wanted);
                } else {
                    cancel(admin, wanted);
                }
            }
        }
        out.flush();
        return 0;
    }

    private <T> T needed(@Nullable T value, String option) {
        if (value == null) {
            throw new ParameterException(
                    spec.commandLine(), "Missing required argument \"" + option + "\"");
        }
        return value;
    }

    // ---- generate ----

    private void generate(Admin admin, List<String> names, List<Integer> ids) throws Exception {
        Set<Integer> wanted = new TreeSet<>(ids);
        if (wanted.size() != ids.size()) {
            throw new CommandFailure("Broker list contains duplicate entries: " + ids);
        }
        ReplicaMap map = ReplicaMap.of(admin, names);
        out.println("Current partition replica assignment");
        out.println(described(admin, map, map.replicas()).toJson());
        out.println();
        SortedMap<TopicPartition, List<Integer>> proposed =
                Spread.over(map, map.replicas().keySet(), wanted, 0, !ignoreRacks);
        out.println("Proposed partition reassignment configuration");
        out.println(ReplicaPlan.of(proposed).toJson());
    }

    /** The replicas as they are, with the directories they are in. */
    private static ReplicaPlan described(
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

    // ---- execute ----

    private void execute(Admin admin, ReplicaPlan wanted) throws Exception {
        Map<TopicPartition, PartitionReassignment> current = new Moving(admin).now();
        if (!additional && !current.isEmpty()) {
            throw new CommandFailure(
                    "Cannot execute because there is an existing partition assignment.  Use"
                            + " --additional to override this and create a new partition assignment"
                            + " in addition to the existing one. The --additional flag can also be"
                            + " used to change the throttle by resubmitting the current"
                            + " reassignment.");
        }
        ReplicaMap map = ReplicaMap.of(admin, topicsOf(wanted.replicas().keySet()));
        checkExists(map, wanted);
        SortedMap<TopicPartition, List<Integer>> present =
                map.select(wanted.replicas()::containsKey);
        out.println("Current partition replica assignment");
        out.println();
        out.println(described(admin, map, present).toJson());
        out.println();
        out.println("Save this to use as the --reassignment-json-file option during rollback");
        throttle(admin, current, present, wanted);
        SortedMap<TopicPartition, Throwable> errors =
                new Reassignment(admin).start(wanted.replicas(), !sameFactor);
        if (!errors.isEmpty()) {
            throw new CommandFailure("Error reassigning partition(s):" + lines(errors));
        }
        out.println(
                "Successfully started partition reassignment"
                        + plural(wanted.replicas())
                        + " for "
                        + wanted.names());
        move(admin, wanted.directories());
    }

    private static Set<String> topicsOf(Collection<TopicPartition> partitions) {
        Set<String> names = new TreeSet<>();
        partitions.forEach(each -> names.add(each.topic()));
        return names;
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
            Admin admin,
            Map<TopicPartition, PartitionReassignment> current,
            Map<TopicPartition, List<Integer>> present,
            ReplicaPlan wanted)
            throws ExecutionException, InterruptedException {
        if (throttle < 0 && directoryThrottle < 0) {
            return;
        }
        out.println(
                "Warning: You must run --verify periodically, until the reassignment completes, to"
                        + " ensure the throttle is removed.");
        ThrottledMoves throttled = new ThrottledMoves(admin);
        if (throttle >= 0) {
            throttled.set(current, present, wanted.replicas(), throttle);
            out.println("The inter-broker throttle limit was set to " + throttle + " B/s");
        }
        if (directoryThrottle >= 0) {
            Set<Integer> moving = new HashSet<>();
            wanted.directories().keySet().forEach(each -> moving.add(each.brokerId()));
            throttled.directoryRate(moving, directoryThrottle);
            out.println(
                    "The replica-alter-dir throttle limit was set to "
                            + directoryThrottle
                            + " B/s");
        }
    }

    /** Moves replicas to other directories, as soon as they are on the broker. */
    private void move(Admin admin, Map<TopicPartitionReplica, String> directories)
            throws ExecutionException, InterruptedException {
        Map<TopicPartitionReplica, String> pending = new HashMap<>(directories);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
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
                                    + plural(pending)
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

    // ---- verify, cancel, list ----

    private void verify(Admin admin, ReplicaPlan wanted) throws Exception {
        Map<TopicPartition, PartitionReassignment> moving = new Moving(admin).now();
        Map<String, @Nullable ReplicaMap> topicsFound = new TreeMap<>();
        out.println("Status of partition reassignment:");
        for (Map.Entry<TopicPartition, List<Integer>> each : wanted.replicas().entrySet()) {
            TopicPartition partition = each.getKey();
            if (moving.containsKey(partition)) {
                out.println("Reassignment of partition " + partition + " is still in progress.");
                continue;
            }
            List<Integer> present = present(admin, partition, topicsFound);
            if (present.equals(each.getValue())) {
                out.println("Reassignment of partition " + partition + " is completed.");
            } else {
                out.println(
                        "There is no active reassignment of partition "
                                + partition
                                + ", but replica set is "
                                + join(present)
                                + " rather than "
                                + join(each.getValue())
                                + ".");
            }
        }
        boolean inPlace = printDirectories(admin, wanted.directories());
        if (moving.isEmpty() && inPlace && !preserveThrottles) {
            clearThrottles(admin, wanted);
        }
    }

    private static List<Integer> present(
            Admin admin, TopicPartition partition, Map<String, @Nullable ReplicaMap> found)
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
    private boolean printDirectories(Admin admin, Map<TopicPartitionReplica, String> wanted)
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

    private void clearThrottles(Admin admin, ReplicaPlan wanted) throws Exception {
        Set<Integer> all = new TreeSet<>();
        for (Node node : admin.describeCluster().nodes().get()) {
            all.add(node.id());
        }
        wanted.replicas().values().forEach(all::addAll);
        Set<String> names = topicsOf(wanted.replicas().keySet());
        ThrottledMoves throttled = new ThrottledMoves(admin);
        out.println("Clearing broker-level throttles on broker" + plural(all) + " " + join(all));
        throttled.clearBrokers(all);
        out.println(
                "Clearing topic-level throttles on topic"
                        + plural(names)
                        + " "
                        + String.join(",", names));
        throttled.clearTopics(names);
    }

    private void cancel(Admin admin, ReplicaPlan wanted) throws Exception {
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
                                + plural(errors)
                                + " for:"
                                + lines(errors));
            }
            out.println(
                    "Successfully cancelled partition reassignment"
                            + plural(active)
                            + " for: "
                            + ReplicaPlan.of(active).names());
        }
        out.print("None of the specified partition moves are active.");
        if (!preserveThrottles) {
            clearThrottles(admin, wanted);
        }
    }

    private void list(Admin admin) throws Exception {
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
                                + join(each.replicas())
                                + "."
                                + shown(" adding: ", each.addingReplicas())
                                + shown(" removing: ", each.removingReplicas()));
            }
        }
    }

    private static String shown(String title, List<Integer> ids) {
        return ids.isEmpty() ? "" : title + join(ids) + ".";
    }

    private static String join(Collection<Integer> ids) {
        return String.join(",", ids.stream().map(String::valueOf).toList());
    }

    private static String lines(SortedMap<TopicPartition, Throwable> errors) {
        StringBuilder text = new StringBuilder();
        errors.forEach(
                (partition, error) ->
                        text.append(System.lineSeparator())
                                .append(partition)
                                .append(": ")
                                .append(error.getMessage()));
        return text.toString();
    }

    private static String plural(Collection<?> things) {
        return things.size() == 1 ? "" : "s";
    }

    private static String plural(Map<?, ?> things) {
        return plural(things.keySet());
    }
}
