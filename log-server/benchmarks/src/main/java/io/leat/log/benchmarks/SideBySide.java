package io.leat.log.benchmarks;

import io.leat.log.benchmarks.streams.Load;
import io.leat.log.benchmarks.streams.nexmark.Nexmark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bin/leat-bench}: runs Leat and Apache Kafka under the same loads and prints a table. */
@Command(
        name = "leat-bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measure Leat side by side with Apache Kafka, or with another build of Leat.",
        footer = {
            "",
            "Scenarios: produce-1024, produce-100, consume-1024, consume-100, latency, transactions,",
            "tls-produce-1024, tls-consume-1024, start, client-produce-1024, client-produce-100,",
            "client-consume-1024, client-consume-100; only if selected: partitions, compaction; on",
            "several nodes, and only if selected: cluster-produce-1024, cluster-produce-100,",
            "cluster-failover, cluster-restart, cluster-controller. Only if selected: streams-PROGRAM and streams-PROGRAM-eos for pass, map, count, count-uncached,",
            "repartition, tumbling, sessions, stream-table, stream-stream, foreign-key, and",
            "streams-restore, streams-restart-close, streams-restart-kill, streams-latency.",
            "A word of --only selects all whose name begins with it."
        })
public final class SideBySide implements Callable<Integer> {

    private static final Logger ADMIN_LOG = Logger.getLogger("org.apache.kafka.clients.admin");

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            paramLabel = "N",
            description = "Values of each side for each measure (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--megabytes",
            defaultValue = "512",
            paramLabel = "N",
            description = "Payload of one throughput run (default: ${DEFAULT-VALUE}).")
    private int megabytes;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            paramLabel = "N",
            description = "Length of one latency or transaction run (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--rate",
            defaultValue = "2000",
            paramLabel = "N",
            description = "Records a second of the latency runs (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--nodes",
            defaultValue = "3",
            paramLabel = "N",
            description = "Nodes of the cluster scenarios (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--partitions",
            defaultValue = "2000",
            paramLabel = "N",
            description =
                    "Of partitions, cluster-restart and -controller (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--durability",
            defaultValue = "replicated",
            paramLabel = "auto|persisted|replicated",
            description = {
                "Leat's, for all topics. Apache Kafka does as with 'replicated'",
                "(default: ${DEFAULT-VALUE})."
            })
    private String durability = "replicated";

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "Records that streams applications drain (default: ${DEFAULT-VALUE}).")
    private long records = 1_000_000;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "SCENARIO",
            description = "Only these, separated by commas.")
    private @Nullable List<String> only;

    @Option(
            names = "--home",
            required = true,
            paramLabel = "DIR",
            description = "The checkout of Leat to measure (bin/leat-bench names its own).")
    private @Nullable Path home;

    @Option(
            names = "--against",
            paramLabel = "DIR",
            description = "Another checkout of Leat in place of Apache Kafka.")
    private @Nullable Path against;

    @Option(
            names = "--alone",
            paramLabel = "leat|other",
            description = "One side only, with nothing beside it.")
    private @Nullable String alone;

    @Option(
            names = "--client-server",
            defaultValue = "leat",
            paramLabel = "leat|kafka",
            description = "Whose server the client runs use (default: ${DEFAULT-VALUE}).")
    private String clientServer = "leat";

    @Option(
            names = "--folder",
            defaultValue = "${sys:java.io.tmpdir}",
            paramLabel = "DIR",
            description = "Where the servers' data goes (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("/tmp");

    public static void main(String[] arguments) {
        Logger.getLogger("").setLevel(Level.WARNING); // clients tell each of their settings
        ADMIN_LOG.setLevel(Level.OFF); // tells each retry of Topics
        System.exit(new CommandLine(new SideBySide()).execute(arguments));
    }

    @Override
    public Integer call() {
        if (home == null) {
            throw new ParameterException(
                    spec().commandLine(), "Say with --home which checkout to measure.");
        }
        LeatSide leat = new LeatSide("Leat", home, folder, durability);
        leat.build();
        Side other = new KafkaSide("Apache Kafka", folder);
        if (against != null) {
            LeatSide otherLeat = new LeatSide("other Leat", against, folder, durability);
            otherLeat.build();
            other = otherLeat;
        }
        Thread hook = new Thread(new Closing(leat, other), "close-servers");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            measure(leat, other);
        } finally {
            leat.close();
            other.close();
        }
        return 0;
    }

    private void measure(Side leat, Side other) {
        Rounds plan = new Rounds(rounds, System.err);
        Samples servers = new Samples();
        List<Scenario<Side>> serverScenarios = serverScenarios();
        List<Scenario<ClientScenario.Library>> clientScenarios =
                clientScenarios(clientServer.equals("kafka") ? other : leat);
        if (serverScenarios.isEmpty() && clientScenarios.isEmpty()) {
            throw new ParameterException(spec().commandLine(), "No scenario begins with " + only);
        }
        List<Side> sides =
                alone == null ? List.of(leat, other) : List.of(alone.equals("leat") ? leat : other);
        for (Scenario<Side> scenario : serverScenarios) {
            plan.run(scenario, sides, servers);
            System.err.println(MarkdownTable.of(servers, leat.name(), other.name()));
        }
        Samples clients = new Samples();
        for (Scenario<ClientScenario.Library> scenario : clientScenarios) {
            plan.run(scenario, libraries(), clients);
            System.err.println(MarkdownTable.of(clients, "leat", "apache"));
        }
        if (!serverScenarios.isEmpty()) {
            System.out.println(MarkdownTable.of(servers, leat.name(), other.name()));
        }
        if (!clientScenarios.isEmpty()) {
            System.out.println(MarkdownTable.of(clients, "leat", "apache"));
        }
    }

    private List<ClientScenario.Library> libraries() {
        if (alone == null) {
            return List.of(ClientScenario.Library.values());
        }
        return List.of(
                alone.equals("leat") ? ClientScenario.Library.LEAT : ClientScenario.Library.APACHE);
    }

    private List<Scenario<Side>> serverScenarios() {
        long bytes = megabytes * 1_000_000L;
        ManyPartitions many = new ManyPartitions(partitions);
        return List.<Scenario<Side>>of(
                        ProduceScenario.onOne(1024, bytes, 0.6),
                        ProduceScenario.onOne(100, bytes / 2, 0.5),
                        new ConsumeScenario(1024, bytes, false),
                        new ConsumeScenario(100, bytes / 2, false),
                        ProduceScenario.overTls(1024, bytes),
                        new ConsumeScenario(1024, bytes, true),
                        new LatencyScenario(rate, seconds),
                        new TransactionScenario(seconds),
                        new StartScenario(),
                        new PartitionsScenario(partitions),
                        new CompactionScenario(bytes),
                        ProduceScenario.replicated(1024, bytes, nodes),
                        ProduceScenario.replicated(100, bytes / 2, nodes),
                        new FailoverScenario(nodes),
                        new RestartScenario(nodes, many),
                        new ControllerScenario(nodes, many))
                .stream()
                .filter(this::wanted)
                .toList();
    }

    private List<Scenario<ClientScenario.Library>> clientScenarios(Side server) {
        long bytes = megabytes * 1_000_000L;
        Map<String, Scenario<ClientScenario.Library>> all = new LinkedHashMap<>();
        for (String action : List.of("produce", "consume")) {
            for (int size : List.of(1024, 100)) {
                Scenario<ClientScenario.Library> scenario =
                        new ClientScenario(server, action, size, size == 100 ? bytes / 2 : bytes);
                all.put(scenario.id(), scenario);
            }
        }
        List<String> programs = new ArrayList<>(Load.PROGRAMS);
        Nexmark.QUERIES.forEach(query -> programs.add(Nexmark.PROGRAM + query));
        for (String program : programs) {
            for (boolean exactlyOnce : new boolean[] {false, true}) {
                Scenario<ClientScenario.Library> scenario =
                        new StreamsScenario(server, program, exactlyOnce, records, folder);
                all.put(scenario.id(), scenario);
            }
        }
        List<Scenario<ClientScenario.Library>> more =
                List.of(
                        new StreamsRestoreScenario(server, records, folder),
                        new StreamsRestartScenario(server, false, records, folder),
                        new StreamsRestartScenario(server, true, records, folder),
                        new StreamsLatencyScenario(server, rate, seconds, folder));
        more.forEach(scenario -> all.put(scenario.id(), scenario));
        return all.values().stream().filter(this::wanted).toList();
    }

    private boolean wanted(Scenario<?> scenario) {
        return only == null ? scenario.always() : only.stream().anyMatch(scenario.id()::startsWith);
    }

    private CommandSpec spec() {
        return java.util.Objects.requireNonNull(spec);
    }

    /** Ends the children when the harness is told to stop. */
    private record Closing(Side first, Side second) implements Runnable {
        @Override
        public void run() {
            first.close();
            second.close();
        }
    }
}
