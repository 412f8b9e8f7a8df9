package io.leat.log.cli.replicas;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.PartitionReassignment;
import io.leat.common.TopicPartition;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.ServerOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leat cluster reassign}: moves replicas of topics to other brokers. */
@Command(
        name = "reassign",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Move replicas of topics to other brokers, or cancel moves under way.",
        footer = {
            "",
            "What can stay stays: as little is copied as possible. Clients notice nothing. Moves go"
                    + " on when this command is interrupted.",
            "",
            "Examples:",
            "  leat cluster reassign --topics orders,events --to 1,2,3 --dry-run",
            "  leat cluster reassign --topics orders --to 2,3 --throttle 20MB --wait",
            "  leat cluster reassign --topics orders --replication-factor 3",
            "  leat cluster reassign --topics orders --to 1,2 --generate > plan.json",
            "  leat cluster reassign --from-file plan.json --wait",
            "  leat cluster reassign --cancel"
        })
public final class ReassignCommand implements Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @Option(
            names = "--topics",
            split = ",",
            paramLabel = "TOPIC,TOPIC",
            description = "The topics whose replicas move.")
    @Nullable List<String> topics;

    @Option(
            names = "--to",
            split = ",",
            paramLabel = "ID,ID",
            description = "The brokers that share the replicas; all live ones if unset.")
    @Nullable Set<Integer> to;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            description = "How many replicas each partition is to have; as many as now if unset.")
    int factor;

    @Option(
            names = "--from-file",
            paramLabel = "FILE",
            description = "A plan, as --generate and kafka-reassign-partitions.sh write it.")
    @Nullable Path file;

    @Option(names = "--generate", description = "Print the plan as JSON; nothing is moved.")
    boolean generate;

    @Option(names = "--dry-run", description = "Say what would be moved; nothing is.")
    boolean dryRun;

    @Mixin MoveRate throttle = new MoveRate();

    @Option(
            names = "--cancel",
            description = "Cancel moves under way: those of --topics or --from-file, or all.")
    boolean cancel;

    @Option(
            names = "--wait",
            description =
                    "Show how far it is until all is moved, then lift the throttle. Without topics:"
                            + " for all that moves.")
    boolean wait;

    @Override
    public Integer call() throws Exception {
        if (topics != null && file != null) {
            throw new CommandFailure("--topics and --from-file are both given: keep one");
        }
        if (factor < 0 || factor > Short.MAX_VALUE) {
            throw new CommandFailure("--replication-factor " + factor + " is not possible");
        }
        throttle.checked(); // before anything is moved
        PrintWriter out = spec.commandLine().getOut();
        try (Admin admin = server.admin()) {
            boolean done = cancel ? cancel(admin, out) : reassign(admin, out);
            out.flush();
            return done ? 0 : 1;
        }
    }

    private boolean reassign(Admin admin, PrintWriter out)
            throws ExecutionException, InterruptedException {
        if (topics == null && file == null) {
            if (!wait) {
                throw new CommandFailure(
                        "Say what to move: --topics a,b or --from-file plan.json; or --wait for"
                                + " what moves already");
            }
            return awaitAll(admin, out);
        }
        ReplicaMap map = ReplicaMap.of(admin);
        SortedMap<TopicPartition, List<Integer>> target = target(map);
        if (generate) {
            out.println(ReplicaPlan.of(target).toJson());
            return true;
        }
        SortedMap<TopicPartition, List<Integer>> changes = map.changes(target);
        Reassignment reassignment = new Reassignment(admin);
        if (changes.isEmpty()) {
            out.println("Nothing to move: all replicas are where they should be");
            return true;
        }
        reassignment.explain(map, changes, out);
        if (dryRun) {
            out.println("Nothing was moved: that was a dry run");
            return true;
        }
        out.flush();
        boolean all = reassignment.run(map, changes, throttle.checked(), wait, out);
        out.println(
                wait
                        ? "Done"
                        : "Started; leat cluster reassign --wait shows how far it is"
                                + (throttle.checked() == null ? "" : ", and lifts the throttle"));
        return all;
    }

    private SortedMap<TopicPartition, List<Integer>> target(ReplicaMap map) {
        if (file != null) {
            ReplicaPlan plan = ReplicaPlan.read(file);
            for (Map.Entry<TopicPartition, List<Integer>> each : plan.replicas().entrySet()) {
                if (!map.replicas().containsKey(each.getKey())) {
                    throw new CommandFailure("There is no partition " + each.getKey());
                }
                for (int broker : each.getValue()) {
                    if (!map.brokers().containsKey(broker)) {
                        throw new CommandFailure("There is no broker " + broker);
                    }
                }
            }
            return plan.replicas();
        }
        Collection<TopicPartition> partitions = partitions(map);
        Set<Integer> brokers = to == null ? map.live().keySet() : new TreeSet<>(to);
        return Spread.over(map, partitions, brokers, factor, true);
    }

    private Collection<TopicPartition> partitions(ReplicaMap map) {
        List<String> names = topics == null ? List.of() : topics;
        for (String name : names) {
            if (map.select(each -> each.topic().equals(name)).isEmpty()) {
                throw new CommandFailure("There is no topic '" + name + "'");
            }
        }
        return map.select(each -> names.contains(each.topic())).keySet();
    }

    private static boolean awaitAll(Admin admin, PrintWriter out)
            throws ExecutionException, InterruptedException {
        Moving moving = new Moving(admin);
        ReplicaMap map = ReplicaMap.of(admin);
        if (moving.now().isEmpty()) {
            out.println("Nothing is moving");
        } else {
            moving.await(Set.of(), out);
            out.println("Done");
        }
        new Reassignment(admin).lift(map, map.replicas().keySet());
        return true;
    }

    private boolean cancel(Admin admin, PrintWriter out)
            throws ExecutionException, InterruptedException {
        ReplicaMap map = ReplicaMap.of(admin);
        Map<TopicPartition, PartitionReassignment> now = new Moving(admin).now();
        Collection<TopicPartition> wanted =
                file != null
                        ? ReplicaPlan.read(file).replicas().keySet()
                        : topics == null ? now.keySet() : partitions(map);
        Set<TopicPartition> moving = Reassignment.moving(now, wanted);
        if (moving.isEmpty()) {
            out.println("Nothing to cancel: none of it is moving");
            return true;
        }
        if (dryRun) {
            out.println("Would cancel the moves of " + moving);
            return true;
        }
        Reassignment reassignment = new Reassignment(admin);
        SortedMap<TopicPartition, Throwable> failed = reassignment.cancel(moving);
        for (TopicPartition each : moving) {
            Throwable cause = failed.get(each);
            out.println(
                    cause == null
                            ? each + ": stays on " + back(now, each)
                            : each + ": " + cause.getMessage());
        }
        if (failed.isEmpty() && new Moving(admin).now().isEmpty()) {
            reassignment.lift(map, moving);
        }
        return failed.isEmpty();
    }

    /** The brokers that keep their replicas. */
    private static String back(
            Map<TopicPartition, PartitionReassignment> now, TopicPartition partition) {
        PartitionReassignment each = now.get(partition);
        if (each == null) {
            return "";
        }
        return Reassignment.join(
                each.replicas().stream()
                        .filter(id -> !each.addingReplicas().contains(id))
                        .toList());
    }
}
