package io.leat.examples.demo;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.NewTopic;
import io.leat.examples.wordcount.WordCount;
import io.leat.log.cli.LeatCommand;
import io.leat.log.server.LeatServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
            description = "Kill and restart the processing several times on the way.")
    boolean chaos;

    @Option(names = "--seed", hidden = true, description = "Seed of the moments of --chaos.")
    @Nullable Long seed;

    @Override
    public Integer call() throws Exception {
        Path home = Path.of(System.getProperty("leat.home", "."));
        Path text =
                input != null ? input : home.resolve("examples/data/opticks.txt").toAbsolutePath();
        Path target = output != null ? output : home.resolve("target/leat/demo/word-counts.tsv");
        Map<String, Long> sizes = InputFiles.sizes(text);
        Path work = Files.createTempDirectory("leat-demo");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteTree(work)));
        Properties settings = new Properties();
        settings.put("listeners", "PLAINTEXT://127.0.0.1:0");
        settings.put("log.dirs", work.resolve("log").toString());
        settings.put("group.initial.rebalance.delay.ms", "0");
        try (LeatServer server = LeatServer.start(settings)) {
            run(server.endpoint().toString(), text, sizes, target, work);
        }
        return 0;
    }

    private void run(String bootstrap, Path text, Map<String, Long> sizes, Path target, Path work)
            throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        out.println("server on " + bootstrap + ", reading " + text);
        out.flush();
        createTopics(bootstrap);
        Path updates = once ? work.resolve("updates.tsv") : target;
        Pipeline.Job job =
                new Pipeline.Job(bootstrap, text, updates, work, once, chaos ? 100 : 2_000);
        long start = System.nanoTime();
        Screen screen = new Screen(out, System.console() != null);
        try (Progress progress = new Progress(bootstrap, PARTITIONS);
                Completion completion = new Completion(bootstrap, sizes)) {
            try (Processing processing = processing(job, sizes)) {
                watch(processing, progress, completion, screen);
            }
            if (once) {
                finish(progress, updates, target, System.nanoTime() - start, out);
            }
        }
    }

    private Processing processing(Pipeline.Job job, Map<String, Long> sizes) {
        if (!chaos) {
            return new Processing.Here(Pipeline.start(job));
        }
        long chosen = seed != null ? seed : System.nanoTime();
        return new ChaosProcess(job, InputFiles.lines(sizes), chosen);
    }

    /** Until all input is through, with {@code --once}; else until interrupted. */
    private void watch(
            Processing processing, Progress progress, Completion completion, Screen screen)
            throws Exception {
        long lastAsked = System.nanoTime();
        while (true) {
            progress.update(Duration.ofMillis(20));
            processing.tend(progress);
            int kills = processing instanceof ChaosProcess killed ? killed.kills() : 0;
            screen.show(progress, kills);
            boolean more = processing instanceof ChaosProcess killed && killed.moreToCome(progress);
            if (once && !more && System.nanoTime() - lastAsked > 100_000_000L) {
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
                                    new NewTopic(WordCount.INPUT_TOPIC, PARTITIONS, (short) 1),
                                    new NewTopic(WordCount.OUTPUT_TOPIC, PARTITIONS, (short) 1),
                                    new NewTopic("connect-offsets", 1, (short) 1)
                                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
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
