package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.cli.Leat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Each script in bin/ of Apache Kafka 4.3.1 is there: it works, or says what to do instead. */
@Timeout(120)
final class KafkaScriptsTest {

    /** Scripts and what they run in Apache Kafka; empty if that is no class with options. */
    static final Map<String, String> WORKING = new LinkedHashMap<>();

    static {
        WORKING.put("kafka-acls", "AclCommand");
        WORKING.put("kafka-broker-api-versions", "BrokerApiVersionsCommand");
        WORKING.put("kafka-client-metrics", "ClientMetricsCommand");
        WORKING.put("kafka-cluster", "ClusterTool");
        WORKING.put("kafka-configs", "kafka.admin.ConfigCommand");
        WORKING.put("kafka-console-consumer", "consumer.ConsoleConsumer");
        WORKING.put("kafka-console-producer", "ConsoleProducer");
        WORKING.put("kafka-console-share-consumer", "consumer.ConsoleShareConsumer");
        WORKING.put("kafka-consumer-groups", "consumer.group.ConsumerGroupCommand");
        WORKING.put("kafka-consumer-perf-test", "ConsumerPerformance");
        WORKING.put("kafka-delete-records", "DeleteRecordsCommand");
        WORKING.put("kafka-dump-log", "DumpLogSegments");
        WORKING.put("kafka-e2e-latency", "EndToEndLatency");
        WORKING.put("kafka-features", "FeatureCommand");
        WORKING.put("kafka-get-offsets", "GetOffsetShell");
        WORKING.put("kafka-groups", "GroupsCommand");
        WORKING.put("kafka-leader-election", "LeaderElectionCommand");
        WORKING.put("kafka-log-dirs", "LogDirsCommand");
        WORKING.put("kafka-metadata-quorum", "MetadataQuorumCommand");
        WORKING.put("kafka-metadata-shell", "");
        WORKING.put("kafka-producer-perf-test", "ProducerPerformance");
        WORKING.put("kafka-reassign-partitions", "reassign.ReassignPartitionsCommand");
        WORKING.put("kafka-server-stop", "");
        WORKING.put("kafka-share-consumer-perf-test", "ShareConsumerPerformance");
        WORKING.put("kafka-share-groups", "consumer.group.ShareGroupCommand");
        WORKING.put("kafka-storage", "kafka.tools.StorageTool");
        WORKING.put("kafka-streams-application-reset", "StreamsResetter");
        WORKING.put("kafka-streams-groups", "streams.StreamsGroupCommand");
        WORKING.put("kafka-topics", "TopicCommand");
        WORKING.put("kafka-transactions", "TransactionsCommand");
        WORKING.put("kafka-verifiable-consumer", "VerifiableConsumer");
        WORKING.put("kafka-verifiable-producer", "VerifiableProducer");
        WORKING.put("kafka-verifiable-share-consumer", "VerifiableShareConsumer");
    }

    /** They say what to do instead. */
    private static final List<String> REPLACED =
            List.of(
                    "connect-distributed",
                    "connect-mirror-maker",
                    "connect-plugin-path",
                    "kafka-delegation-tokens",
                    "kafka-jmx",
                    "kafka-replica-verification",
                    "trogdor");

    /** They run a server or another module's command: other tests start them. */
    private static final List<String> OTHERS =
            List.of("connect-standalone", "kafka-run-class", "kafka-server-start");

    @TempDir static Path folder;

    private static Scripts scripts;

    @BeforeAll
    static void open() throws Exception {
        scripts = new Scripts(folder);
    }

    @Test
    void shouldHaveEachScriptOfKafkaAndNoneThatIsNotTested() throws Exception {
        Set<String> expected = new TreeSet<>(WORKING.keySet());
        expected.addAll(REPLACED);
        expected.addAll(OTHERS);
        assertEquals(43, expected.size());
        Set<String> there = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("leat.root"), "bin"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".sh")).toList()) {
                assertTrue(Files.isExecutable(file), file.toString());
                there.add(file.getFileName().toString().replace(".sh", ""));
            }
        }
        there.remove("kafka-topic"); // a mistake that people make
        assertEquals(expected, there);
    }

    @Test
    void shouldSayInOneSentenceWhatStandsInForWhatIsNotThere() throws Exception {
        for (String name : REPLACED) {
            Tools.Run run = scripts.run("bin/" + name + ".sh --help", "");
            assertEquals(1, run.code(), name);
            assertEquals("", run.output(), name);
            assertTrue(run.errors().matches(name + "\\.sh: .{20,}\\.\\n"), name + run.errors());
        }
    }

    static Set<String> working() {
        return WORKING.keySet();
    }

    @ParameterizedTest
    @MethodSource("working")
    void shouldHelp(String name) throws Exception {
        Tools.Run run = scripts.run("bin/" + name + ".sh --help", "");
        assertEquals(0, run.code(), run.toString());
        assertTrue(run.output().startsWith("Usage: leat " + name), run.toString());
    }

    /** People's scripts call tools by their classes, too. */
    @Test
    void shouldRunToolsByTheirClasses() throws Exception {
        String text =
                Files.readString(
                        Path.of(System.getProperty("leat.root"), "bin", "kafka-run-class.sh"));
        List<Executable> checks = new ArrayList<>();
        WORKING.forEach(
                (name, tool) -> {
                    String type = type(tool);
                    Pattern line =
                            Pattern.compile(
                                    "(?m)^.*\\b"
                                            + Pattern.quote(type)
                                            + "\\) exec \"\\$here/leat\" "
                                            + name
                                            + " ");
                    if (!tool.isEmpty()) {
                        checks.add(() -> assertTrue(line.matcher(text).find(), type));
                    }
                });
        assertAll(checks);
    }

    static String type(String tool) {
        return tool.startsWith("kafka.") ? tool : "org.apache.kafka.tools." + tool;
    }

    /** {@code name [command] --option ...} of each script; {@link KafkaOptionsTest} wrote it. */
    static List<String> theirs() throws Exception {
        return Files.readAllLines(Path.of("src/test/resources/kafka-script-options.txt"));
    }

    @Test
    void shouldTakeTheOptionsOfKafkasScripts() throws Exception {
        Map<String, Set<String>> missing = new TreeMap<>();
        Set<String> seen = new TreeSet<>();
        for (String line : theirs()) {
            List<String> words = new ArrayList<>(List.of(line.split(" ")));
            String name = words.get(0);
            seen.add(name);
            boolean ofCommand = words.size() > 1 && !words.get(1).startsWith("-");
            Set<String> options = options(name, ofCommand ? words.get(1) : null);
            Set<String> lacking = new TreeSet<>(words.subList(ofCommand ? 2 : 1, words.size()));
            lacking.removeAll(options);
            if (!lacking.isEmpty()) {
                missing.put(ofCommand ? name + " " + words.get(1) : name, lacking);
            }
        }
        assertEquals(Map.of(), missing);
        Set<String> withClass = new TreeSet<>(WORKING.keySet());
        withClass.removeIf(name -> WORKING.get(name).isEmpty());
        assertEquals(withClass, seen);
    }

    private static Set<String> options(String name, @Nullable String command) {
        CommandLine line = Leat.commandLine(name).getSubcommands().get(name);
        if (command != null) {
            line = line.getSubcommands().get(command);
            assertTrue(line != null, name + " " + command + " is not there");
        }
        return line.getCommandSpec().optionsMap().keySet();
    }
}
