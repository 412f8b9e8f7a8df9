package io.leat.log.cli.replicas;

import io.leat.clients.admin.Admin;
import io.leat.common.TopicPartition;
import io.leat.log.cli.ServerOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leat cluster rebalance}: brings leaders and replicas back to balance. */
@Command(
        name = "rebalance",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Give all live brokers evenly many replicas and leaders, copying as little as"
                        + " possible.",
        footer = {
            "",
            "Only says what it would do, unless --execute is given.",
            "",
            "Examples:",
            "  leat cluster rebalance",
            "  leat cluster rebalance --execute --throttle 50MB",
            "  leat cluster rebalance --leaders --execute"
        })
public final class RebalanceCommand implements Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @Option(names = "--execute", description = "Do it, and show how far it is until it is done.")
    boolean execute;

    @Option(names = "--dry-run", description = "Only say what would be done: the default.")
    boolean dryRun;

    @Option(
            names = "--leaders",
            description = "Only leaders: nothing is copied, preferred replicas take over.")
    boolean leadersOnly;

    @Mixin MoveRate throttle = new MoveRate();

    @Override
    public Integer call() throws Exception {
        throttle.checked(); // before anything is moved
        PrintWriter out = spec.commandLine().getOut();
        try (Admin admin = server.admin()) {
            boolean done = rebalance(admin, out);
            out.flush();
            return done ? 0 : 1;
        }
    }

    private boolean rebalance(Admin admin, PrintWriter out)
            throws ExecutionException, InterruptedException {
        ReplicaMap map = ReplicaMap.of(admin);
        SortedMap<TopicPartition, List<Integer>> target = Spread.level(map, leadersOnly);
        SortedMap<TopicPartition, List<Integer>> changes = map.changes(target);
        SortedMap<TopicPartition, List<Integer>> after = new TreeMap<>(Placement.ORDER);
        after.putAll(map.replicas());
        after.putAll(changes);
        Set<TopicPartition> strayed = strayed(map, after);
        print(map, map.replicas().values(), after.values(), out);
        if (changes.isEmpty() && strayed.isEmpty()) {
            out.println("All is in balance");
            return true;
        }
        Reassignment reassignment = new Reassignment(admin);
        if (!changes.isEmpty()) {
            reassignment.explain(map, changes, out);
        }
        if (!strayed.isEmpty()) {
            out.println(
                    strayed.size()
                            + (strayed.size() == 1 ? " leader moves" : " leaders move")
                            + " to the preferred replica");
        }
        if (!execute || dryRun) {
            out.println("Nothing was changed: give --execute to do it");
            return true;
        }
        out.flush();
        boolean all =
                changes.isEmpty() || reassignment.run(map, changes, throttle.checked(), true, out);
        Set<TopicPartition> left = strayedNow(admin);
        if (!left.isEmpty()) {
            reassignment.electPreferred(left);
        }
        out.println("Done");
        return all;
    }

    /** Partitions that another broker leads than the first of their live replicas. */
    private static Set<TopicPartition> strayed(
            ReplicaMap map, Map<TopicPartition, List<Integer>> replicas) {
        Set<TopicPartition> strayed = new TreeSet<>(Placement.ORDER);
        replicas.forEach(
                (partition, brokers) -> {
                    Integer leader = map.leaders().get(partition);
                    int preferred = brokers.get(0);
                    if (leader != null
                            && leader != preferred
                            && map.live().containsKey(preferred)) {
                        strayed.add(partition);
                    }
                });
        return strayed;
    }

    private static Set<TopicPartition> strayedNow(Admin admin)
            throws ExecutionException, InterruptedException {
        ReplicaMap map = ReplicaMap.of(admin);
        return strayed(map, map.replicas());
    }

    private static void print(
            ReplicaMap map,
            Collection<List<Integer>> before,
            Collection<List<Integer>> after,
            PrintWriter out) {
        List<Integer> brokers = new ArrayList<>(map.brokers().keySet());
        List<String> now = ReplicaMap.counts(brokers, before);
        List<String> then = ReplicaMap.counts(brokers, after);
        for (int i = 0; i < brokers.size(); i++) {
            String change = now.get(i).equals(then.get(i)) ? "" : "; then " + then.get(i);
            out.println("Broker " + brokers.get(i) + ": " + now.get(i) + change);
        }
    }
}
