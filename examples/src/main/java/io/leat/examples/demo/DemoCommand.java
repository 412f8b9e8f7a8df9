package io.leat.examples.demo;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.NewTopic;
import io.leat.examples.wordcount.WordCount;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.LeatCommand;
import io.leat.log.server.LeatServer;
import io.leat.log.server.LocalCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leat demo}: the whole system at work on a text, in one command. */
@Command(
        name = "demo",
        description = "Count the words of a text, exactly once, through an embedded server.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements LeatCommand, Callable<Integer> {

    private static final int PARTITIONS = 2;
    private static final int PROCESSES_MAX = 9;

    @Spec CommandSpec spec;

    @Option(
            names = "--input",
            paramLabel = "FILE|DIR",
            description = "The text (default: Newton's Opticks, which comes with Leat).")
    @Nullable Path input;

    @Option(names = "--output", paramLabel = "FILE", description = "Where the counts go.")
    @Nullable Path output;

    @Option(names = "--once", description = "End when all input is through; write sorted counts.")
    boolean once;

    @Option(
            names = "--chaos",
            description =
                    "Kill and restart the processing several times on the way; with --nodes the"
                            + " nodes, too.")
    boolean chaos;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "1",
            description = "Nodes of the log, 1 to 9; several are processes of their own.")
    int nodes;

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "1",
            description = "Instances of the word count, 1 to 9, which share the work.")
    int instances;

    @Option(names = "--seed", hidden = true, description = "Seed of the moments of --chaos.")
    @Nullable Long seed;

    @Override
    public Integer call() throws Exception {
        check("--nodes", nodes);
        check("--instances", instances);
        Path home = Path.of(System.getProperty("leat.home", "."));
        Path text =
                input != null ? input : home.resolve("examples/data/opticks.txt").toAbsolutePath();
        Path target = output != null ? output : home.resolve("target/leat/demo/word-counts.tsv");
        Map<String, Long> sizes = InputFiles.sizes(text);
        Path work = Files.createTempDirectory("leat-demo");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteTree(work)));
        if (nodes == 1) {
            Properties settings = new Properties();
            settings.put("listeners", "PLAINTEXT://127.0.0.1:0");
            settings.put("log.dirs", work.resolve("log").toString());
            settings.put("group.initial.rebalance.delay.ms", "0");
            try (LeatServer server = LeatServer.start(settings)) {
                run(server.endpoint().toString(), null, text, sizes, target, work);
            }
        } else {
            Map<String, String> settings = Map.of("group.initial.rebalance.delay.ms", "0");
            Path data = work.resolve("log");
            try (LocalCluster cluster = LocalCluster.onFreePorts(nodes, data, settings)) {
                cluster.sayingTo(work).start(line -> {});
                run(cluster.addresses(), of(cluster), text, sizes, target, work);
            }
        }
        return 0;
    }

    private void check(String option, int value) {
        if (value < 1 || value > PROCESSES_MAX) {
            throw new CommandFailure(
                    option + " " + value + " is not possible: use 1 to " + PROCESSES_MAX);
        }
    }

    private Processes.Nodes of(LocalCluster cluster) {
        return new Processes.Nodes() {
            @Override
            public int count() {
                return nodes;
            }

            @Override
            public void kill(int id) {
                cluster.kill(id);
            }

            @Override
            public void restart(int id) {
                cluster.restart(id);
            }
        };
    }

    private void run(
            String bootstrap,
            Processes.@Nullable Nodes killable,
            Path text,
            Map<String, Long> sizes,
            Path target,
            Path work)
            throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                (nodes == 1 ? "server on " : nodes + " nodes on ")
                        + bootstrap
                        + ", reading "
                        + text);
        out.flush();
        createTopics(bootstrap);
        Path updates = once ? work.resolve("updates.tsv") : target;
        Pipeline.Job job =
                new Pipeline.Job(bootstrap, text, updates, work, once, chaos ? 100 : 2_000);
        long start = System.nanoTime();
        Screen screen = new Screen(out, System.console() != null);
        try (Progress progress = new Progress(bootstrap, PARTITIONS);
                Completion completion = new Completion(bootstrap, sizes)) {
            try (Processing processing = processing(job, killable, sizes)) {
                watch(processing, progress, completion, screen);
            }
            if (once) {
                finish(progress, updates, target, System.nanoTime() - start, out);
            }
        }
    }

    private Processing processing(
            Pipeline.Job job, Processes.@Nullable Nodes killable, Map<String, Long> sizes) {
        if (chaos) {
            long chosen = seed != null ? seed : System.nanoTime();
            long lines = InputFiles.lines(sizes);
            return Processes.chaos(job, instances, killable, lines, chosen);
        }
        return instances == 1
                ? new Processing.Here(Pipeline.start(job, 1))
                : Processes.calm(job, instances);
    }

    /** Until all input is through, with {@code --once}; else until interrupted. */
    private void watch(
            Processing processing, Progress progress, Completion completion, Screen screen)
            throws Exception {
        long lastAsked = System.nanoTime();
        while (true) {
            progress.update(Duration.ofMillis(20));
            processing.tend(progress);
            screen.show(progress, processing.kills());
            if (once
                    && !processing.moreToCome(progress)
                    && System.nanoTime() - lastAsked > 100_000_000L) {
                if (completion.reached()) {
                    return;
                }
                lastAsked = System.nanoTime();
            }
        }
    }

    private static void finish(
            Progress progress, Path updates, Path target, long nanos, PrintWriter out)
            throws IOException {
        progress.update(Duration.ofMillis(100));
        Map<String, Long> counts = Files.exists(updates) ? FinalCounts.read(updates) : Map.of();
        FinalCounts.write(counts, target);
        out.printf(
                Locale.ROOT,
                "%d records in, %d distinct words, %.0f records/s; counts are in %s%n",
                progress.lines(),
                counts.size(),
                progress.lines() / (nanos / 1e9),
                target);
        out.flush();
    }

    private static void createTopics(String bootstrap) throws Exception {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrap);
        try (Admin admin = Admin.create(properties)) {
            admin.createTopics(
                            List.of(
                                    topic(WordCount.INPUT_TOPIC, PARTITIONS),
                                    topic(WordCount.OUTPUT_TOPIC, PARTITIONS),
                                    topic("connect-offsets", 1)
                                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
    }

    /** With as many replicas as the server gives by default: three, if there are so many nodes. */
    private static NewTopic topic(String name, int partitions) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty());
    }

    private static void deleteTree(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("leat: could not remove " + root + ": " + e.getMessage());
        }
    }
}
