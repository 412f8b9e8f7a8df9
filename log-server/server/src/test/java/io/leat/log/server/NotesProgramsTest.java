package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Go programs that people's notes about Kafka print, in {@code notes/go}, compiled with the
 * libraries of those days: with Shopify/sarama 1.22.1 and kafka-go 0.2.1 ({@code old}), and with
 * what {@code go get} gave when the notes were written ({@code new}). Skipped without Go.
 *
 * <p>As printed they are but for the imports, the address and what does not compile. Lines that the
 * library itself asks for before it connects to anything are put behind {@code sarama.NewConfig()},
 * and each test says which.
 */
@Tag("live")
@Timeout(180)
final class NotesProgramsTest {

    private static final String SUCCESSES = "config.Producer.Return.Successes = true";
    private static final String VERSION = "config.Version = sarama.V0_11_0_0";

    @TempDir Path folder;
    private LeatServer server;

    private record Run(int code, String output) {}

    @BeforeEach
    void start() throws Exception {
        assumeTrue(isThere(), "go is not installed (looked on the PATH and in /usr/local/go/bin)");
        server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", folder.resolve("data").toString(),
                                "num.partitions", "3",
                                "offsets.topic.num.partitions", "1",
                                "transaction.state.log.num.partitions", "1",
                                "group.initial.rebalance.delay.ms", "0"));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String go() {
        Path usual = Path.of("/usr/local/go/bin/go");
        return Files.isExecutable(usual) ? usual.toString() : "go";
    }

    private boolean isThere() throws Exception {
        try {
            return run(folder, go(), "version").code() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Run run(Path in, String... command) throws Exception {
        Path output = Files.createTempFile(in, "output", "");
        Process process =
                new ProcessBuilder(command)
                        .directory(in.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            boolean ended = process.waitFor(120, TimeUnit.SECONDS);
            return new Run(ended ? process.exitValue() : -1, Files.readString(output));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String resource(String name) throws IOException {
        try (var in = NotesProgramsTest.class.getResourceAsStream("/notes/go/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Compiles a program and runs it; {@code lines} go behind the making of a configuration. */
    private Run run(String program, String libraries, String... lines) throws Exception {
        Path source = Files.createDirectories(folder.resolve(program + "-" + lines.length));
        String mark = "config := sarama.NewConfig()";
        String text =
                resource(program + ".go")
                        .replace("124.223.192.8:9092", "localhost:9092")
                        .replace("localhost:9092", server.endpoint().toString())
                        .replace(mark, String.join("\n\t", mark, String.join("\n\t", lines)));
        Files.writeString(source.resolve("main.go"), text);
        for (String file : List.of("go.mod", "go.sum")) {
            Files.writeString(source.resolve(file), resource(libraries + "/" + file));
        }
        Run built = run(source, go(), "build", "-o", "program", ".");
        assertEquals(0, built.code(), built.output());
        return run(source, source.resolve("program").toString());
    }

    private List<ConsumerRecord<String, String>> records(String topic, int count) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", server.endpoint().toString());
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(each -> new TopicPartition(topic, each.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Patience patience = Patience.begin();
            while (records.size() < count && patience.lasts()) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    @Test
    void shouldPutKeysWhereThePartitionerOfTheNotesPutsThem() throws Exception {
        Run refused = run("partitioner", "new");
        assertTrue(refused.output().contains("Return.Successes must be true"), refused.output());
        Run run = run("partitioner", "new", SUCCESSES);
        assertEquals(0, run.code(), run.output());
        Matcher line =
                Pattern.compile("Message (\\d) is stored in partition (\\d), offset (\\d)\n")
                        .matcher(run.output());
        Map<String, String> printed = new HashMap<>();
        while (line.find()) {
            printed.put(line.group(2) + ":" + line.group(3), "This is message " + line.group(1));
        }
        assertEquals(10, printed.size(), run.output());
        Map<String, String> stored = new HashMap<>();
        records("test-topic", 10)
                .forEach(each -> stored.put(each.partition() + ":" + each.offset(), each.value()));
        assertEquals(printed, stored);
    }

    @Test
    void shouldServeProducersOfAllSemantics() throws Exception {
        Run refused = run("semantics", "old");
        assertTrue(refused.output().contains("Return.Successes must be true"), refused.output());
        Run run = run("semantics", "old", SUCCESSES, VERSION, "config.Net.MaxOpenRequests = 1");
        assertEquals(new Run(0, ""), run);
    }

    @Test
    void shouldSendAndConsumeWithWhatTheNotesGot() throws Exception {
        sendAndConsume("new");
    }

    /** Headers and groups are newer than what sarama 1.22.1 takes a server for. */
    @Test
    void shouldSendAndConsumeWithAnOldSarama() throws Exception {
        Run refused = run("producer", "old");
        assertTrue(refused.output().contains("headers requires Kafka at least v0.11"));
        sendAndConsume("old", VERSION);
    }

    private void sendAndConsume(String libraries, String... lines) throws Exception {
        Run sent = run("producer", libraries, lines);
        assertEquals(0, sent.code(), sent.output());
        String told = "同步发送方式：消息已经成功发送到：topic: test_topic, partitionId:%d , offset:0\n";
        List<ConsumerRecord<String, String>> records = records("test_topic", 6);
        int partition = records.get(0).partition();
        assertTrue(sent.output().contains(String.format(told, partition)), sent.output());
        assertEquals(6, records.size());
        for (ConsumerRecord<String, String> record : records) {
            assertEquals(partition, record.partition(), "one key, one partition");
            assertEquals("myKey", record.key());
            assertEquals("this is a test msg", record.value());
            byte[] header = record.headers().lastHeader("k1").value();
            assertEquals("v1", new String(header, StandardCharsets.UTF_8));
        }

        Run consumed = run("consumer", libraries, lines);
        assertEquals(0, consumed.code(), consumed.output());
        String line = "topic: test_topic, key: myKey, value: this is a test msg\n";
        assertEquals(6, consumed.output().split(line, -1).length - 1, consumed.output());
        assertTrue(consumed.output().contains("消费者组 setup"), consumed.output());
        Run again = run("consumer", libraries, lines);
        assertEquals(0, again.code(), again.output());
        assertTrue(!again.output().contains(line), "what is marked does not come again");
    }

    /** What the notes say of group members: no offset, no lag, no seeking, commits by hand. */
    @Test
    void shouldServeReadersAndWritersOfKafkaGo() throws Exception {
        Run run = run("kafkago", "old");
        assertEquals(0, run.code(), run.output());
        List<String> lines = run.output().lines().toList();
        assertEquals(7, lines.size(), run.output());
        assertEquals("offset -1 lag -1", lines.get(0));
        assertEquals("offset -1 lag -1", lines.get(4));
        List<String> committed = lines.subList(1, 3);
        List<String> rest = lines.subList(5, 7);
        assertTrue(rest.contains(lines.get(3)), "what was not committed comes again");
        List<String> read = new ArrayList<>(committed);
        read.addAll(rest);
        assertEquals(
                List.of("fetched 0:0 v0", "fetched 0:1 v2", "fetched 1:0 v1", "fetched 1:1 v3"),
                read.stream().sorted().toList());
    }
}
