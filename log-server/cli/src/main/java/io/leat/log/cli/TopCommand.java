package io.leat.log.cli;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.LogDirDescription;
import io.leat.clients.admin.OffsetSpec;
import io.leat.common.Node;
import io.leat.common.TopicPartition;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code leat top}: what happens in a cluster, again and again. Rates come from offsets, so that it
 * shows any cluster that speaks the protocol.
 */
@Command(
        name = "top",
        description = "Show rates of topics, lag of groups and load of nodes, live.",
        footer = {
            "",
            "Example: three looks, five seconds apart: leat top -n 3 --interval 5",
            "Example: one look for a program: leat top --once --output json"
        },
        mixinStandardHelpOptions = true)
final class TopCommand implements Callable<Integer> {

    private static final String CLEAR = "\u001b[H\u001b[2J";

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @Option(
            names = "--interval",
            defaultValue = "2",
            paramLabel = "SECONDS",
            description = "Time between two looks (default: ${DEFAULT-VALUE}).")
    int intervalSeconds;

    @Option(
            names = {"--iterations", "-n"},
            paramLabel = "N",
            description = "Looks; for ever if not given.")
    @Nullable Integer iterations;

    @Option(names = "--once", description = "One look only, as --iterations 1.")
    boolean once;

    @Mixin OutputOptions output;

    @Option(
            names = "--rows",
            defaultValue = "15",
            paramLabel = "N",
            description =
                    "Topics and groups to show, the busiest first (default: ${DEFAULT-VALUE}).")
    int rows;

    /** What there was at one moment. */
    private record Look(
            long nanos,
            Map<TopicPartition, Long> ends,
            Map<TopicPartition, @Nullable Node> leaders,
            Map<String, Map<TopicPartition, Long>> groups,
            Map<Integer, Long> bytes,
            List<Node> nodes) {}

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        boolean terminal = Terminal.isThere() && output.isForPeople();
        Integer looks = once ? Integer.valueOf(1) : iterations;
        try (Admin admin = server.admin()) {
            Look before = look(admin);
            for (int i = 0; looks == null || i < looks; i++) {
                TimeUnit.SECONDS.sleep(intervalSeconds);
                Look now = look(admin);
                if (terminal) {
                    out.print(CLEAR);
                }
                print(before, now, out);
                before = now;
            }
        }
        return 0;
    }

    private static Look look(Admin admin) throws Exception {
        Map<TopicPartition, @Nullable Node> leaders = new HashMap<>();
        var names = admin.listTopics().names().get();
        admin.describeTopics(names)
                .allTopicNames()
                .get()
                .forEach(
                        (name, topic) ->
                                topic.partitions()
                                        .forEach(
                                                each ->
                                                        leaders.put(
                                                                new TopicPartition(
                                                                        name, each.partition()),
                                                                each.leader())));
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        leaders.keySet().forEach(each -> asked.put(each, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(asked)
                .all()
                .get()
                .forEach((partition, found) -> ends.put(partition, found.offset()));
        List<Node> nodes = new ArrayList<>(admin.describeCluster().nodes().get());
        nodes.sort(Comparator.comparingInt(Node::id));
        return new Look(
                System.nanoTime(), ends, leaders, committed(admin), bytes(admin, nodes), nodes);
    }

    private static Map<String, Map<TopicPartition, Long>> committed(Admin admin) throws Exception {
        Map<String, Map<TopicPartition, Long>> groups = new TreeMap<>();
        for (var group : admin.listConsumerGroups().all().get()) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            admin.listConsumerGroupOffsets(group.groupId())
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach(
                            (partition, offset) -> {
                                if (offset != null) {
                                    offsets.put(partition, offset.offset());
                                }
                            });
            groups.put(group.groupId(), offsets);
        }
        return groups;
    }

    private static Map<Integer, Long> bytes(Admin admin, List<Node> nodes) throws Exception {
        Map<Integer, Long> bytes = new HashMap<>();
        admin.describeLogDirs(nodes.stream().map(Node::id).toList())
                .allDescriptions()
                .get()
                .forEach(
                        (node, dirs) ->
                                bytes.put(
                                        node,
                                        dirs.values().stream().mapToLong(TopCommand::size).sum()));
        return bytes;
    }

    private static long size(LogDirDescription directory) {
        return directory.replicaInfos().values().stream().mapToLong(each -> each.size()).sum();
    }

    private void print(Look before, Look now, PrintWriter out) {
        double seconds = Math.max(1e-3, (now.nanos - before.nanos) / 1e9);
        Map<String, Table> tables = new LinkedHashMap<>();
        tables.put("nodes", nodes(now));
        tables.put("topics", topics(before, now, seconds));
        tables.put("groups", groups(before, now, seconds));
        output.print(tables, out);
        out.flush();
    }

    private static Table nodes(Look now) {
        Map<Integer, Integer> led = new HashMap<>();
        now.leaders
                .values()
                .forEach(leader -> led.merge(leader == null ? -1 : leader.id(), 1, Integer::sum));
        Table table = new Table("NODE", "ADDRESS", "LEADS", "BYTES");
        for (Node node : now.nodes) {
            table.row(
                    List.of(
                            node.id(),
                            node.host() + ":" + node.port(),
                            led.getOrDefault(node.id(), 0),
                            now.bytes.getOrDefault(node.id(), 0L)));
        }
        return table;
    }

    private Table topics(Look before, Look now, double seconds) {
        Map<String, long[]> sums = new TreeMap<>(); // records now, of them new
        now.ends.forEach(
                (partition, end) -> {
                    long[] sum = sums.computeIfAbsent(partition.topic(), t -> new long[2]);
                    sum[0] += end;
                    sum[1] += end - before.ends.getOrDefault(partition, end);
                });
        Table table = new Table("TOPIC", "RECORDS/SEC", "LOG-END-OFFSETS");
        busiest(sums)
                .forEach(
                        each ->
                                table.row(
                                        List.of(
                                                each.getKey(),
                                                rate(each.getValue()[1], seconds),
                                                each.getValue()[0])));
        return table;
    }

    private Table groups(Look before, Look now, double seconds) {
        Map<String, long[]> sums = new TreeMap<>(); // lag, records read
        now.groups.forEach(
                (group, offsets) -> {
                    long[] sum = sums.computeIfAbsent(group, g -> new long[2]);
                    Map<TopicPartition, Long> then = before.groups.getOrDefault(group, Map.of());
                    offsets.forEach(
                            (partition, offset) -> {
                                long end = now.ends.getOrDefault(partition, offset);
                                sum[0] += Math.max(0, end - offset);
                                sum[1] += offset - then.getOrDefault(partition, offset);
                            });
                });
        Table table = new Table("GROUP", "RECORDS/SEC", "LAG");
        busiest(sums)
                .forEach(
                        each ->
                                table.row(
                                        List.of(
                                                each.getKey(),
                                                rate(each.getValue()[1], seconds),
                                                each.getValue()[0])));
        return table;
    }

    private List<Map.Entry<String, long[]>> busiest(Map<String, long[]> sums) {
        return sums.entrySet().stream()
                .sorted(Comparator.comparingLong(each -> -each.getValue()[1]))
                .limit(rows)
                .toList();
    }

    /** With one digit behind the point. */
    private static double rate(long records, double seconds) {
        return Math.round(records / seconds * 10) / 10.0;
    }
}
