package io.leat.streams.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.ApacheKafka;
import io.leat.clients.admin.Admin;
import io.leat.clients.admin.NewTopic;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.TopicPartition;
import io.leat.common.errors.RecordTooLargeException;
import io.leat.common.errors.TimeoutException;
import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.log.server.LeatServer;
import io.leat.streams.KafkaClientSupplier;
import io.leat.streams.LeatStreams;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.StreamsConfig;
import io.leat.streams.errors.ErrorHandlerContext;
import io.leat.streams.errors.ProductionExceptionHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of applications whose records cannot be sent, on Leat and on Apache Kafka. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailedSendsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LARGE = "x".repeat(3000);

    @TempDir Path folder;
    private LeatServer leat;
    private ApacheKafka kafka;
    private int apps;

    @BeforeAll
    void startServers(@TempDir Path data) {
        leat =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", data.toString(),
                                "offsets.topic.num.partitions", "1",
                                "transaction.state.log.num.partitions", "1",
                                "group.initial.rebalance.delay.ms", "0"));
        kafka = ApacheKafka.start();
    }

    @AfterAll
    void stopServers() {
        leat.close();
        kafka.close();
    }

    /** One application that copies {@code in} to {@code out}, and what it works on. */
    private final class Copy implements AutoCloseable {

        private final String bootstrap;
        private final String name = "copy" + apps++;
        private final Properties settings = new Properties();
        private LeatStreams streams;

        Copy(String server, String guarantee) throws Exception {
            bootstrap = server.equals("leat") ? leat.endpoint().toString() : kafka.bootstrap();
            settings.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
            settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
            settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
            settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "100");
            settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve(name).toString());
            settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
            settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
            settings.put(StreamsConfig.producerPrefix("max.request.size"), "2000");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                admin.createTopics(
                                List.of(
                                        new NewTopic(topic("in"), 1, (short) 1),
                                        new NewTopic(topic("out"), 1, (short) 1),
                                        new NewTopic(topic("dead"), 1, (short) 1)))
                        .all()
                        .get();
            }
        }

        String topic(String suffix) {
            return name + "-" + suffix;
        }

        void start(KafkaClientSupplier clients) {
            StreamsBuilder builder = new StreamsBuilder();
            builder.stream(topic("in")).to(topic("out"));
            streams = new LeatStreams(builder.build(), new StreamsConfig(settings), clients);
            streams.start();
        }

        void pipe(String... values) {
            try (LeatProducer<String, String> producer =
                    new LeatProducer<>(
                            Map.of("bootstrap.servers", bootstrap),
                            new StringSerializer(),
                            new StringSerializer())) {
                for (String value : values) {
                    producer.send(new ProducerRecord<>(topic("in"), "key", value));
                }
            }
        }

        List<String> read(String suffix) {
            List<String> values = new ArrayList<>();
            TopicPartition partition = new TopicPartition(topic(suffix), 0);
            try (LeatConsumer<String, String> consumer =
                    new LeatConsumer<>(
                            Map.of(
                                    "bootstrap.servers",
                                    bootstrap,
                                    "isolation.level",
                                    "read_committed"),
                            new StringDeserializer(),
                            new StringDeserializer())) {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                long end = consumer.endOffsets(List.of(partition)).get(partition);
                while (consumer.position(partition) < end) {
                    for (ConsumerRecord<String, String> record :
                            consumer.poll(Duration.ofMillis(100))) {
                        values.add(record.value());
                    }
                }
            }
            return values;
        }

        void awaitRead(String suffix, List<String> expected) {
            await().atMost(PATIENCE).untilAsserted(() -> assertEquals(expected, read(suffix)));
        }

        void awaitError() {
            await().atMost(PATIENCE).until(() -> streams.state() == LeatStreams.State.ERROR);
        }

        @Override
        public void close() {
            streams.close();
        }
    }

    /** Goes on, and writes down what was left out. */
    public static final class GoesOn implements ProductionExceptionHandler {
        @Override
        public Response handleError(
                ErrorHandlerContext context,
                ProducerRecord<byte[], byte[]> record,
                Exception exception) {
            return Response.resume(
                    List.of(
                            new ProducerRecord<>(
                                    record.topic().replace("out", "dead"),
                                    record.key(),
                                    ("offset " + context.offset()).getBytes())));
        }
    }

    /** As handlers were written for Kafka 3. */
    public static final class ContinuesAsBefore implements ProductionExceptionHandler {
        @Override
        @Deprecated
        public ProductionExceptionHandlerResponse handle(
                ProducerRecord<byte[], byte[]> record, Exception exception) {
            return ProductionExceptionHandlerResponse.CONTINUE;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"leat", "kafka"})
    void shouldGoOnWithoutTheRecordWhenTheHandlerWants(String server) throws Exception {
        try (Copy copy = new Copy(server, "at_least_once")) {
            copy.settings.put("production.exception.handler", GoesOn.class.getName());
            copy.pipe("a", LARGE, "b");
            copy.start(new RealClients());
            copy.awaitRead("out", List.of("a", "b"));
            copy.awaitRead("dead", List.of("offset 1"));
            copy.pipe("c");
            copy.awaitRead("out", List.of("a", "b", "c"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"leat", "kafka"})
    void shouldObeyHandlersOfTheFormerShape(String server) throws Exception {
        try (Copy copy = new Copy(server, "at_least_once")) {
            copy.settings.put("production.exception.handler", ContinuesAsBefore.class.getName());
            copy.pipe("a", LARGE, "b");
            copy.start(new RealClients());
            copy.awaitRead("out", List.of("a", "b"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"leat", "kafka"})
    void shouldFailAndBuryTheSourceRecordByDefault(String server) throws Exception {
        try (Copy copy = new Copy(server, "at_least_once")) {
            copy.settings.put("errors.dead.letter.queue.topic.name", copy.topic("dead"));
            copy.pipe("a");
            copy.start(new FlakyClients("a", new RecordTooLargeException("told to")));
            copy.awaitError();
            copy.awaitRead("dead", List.of("a"));
            assertEquals(List.of(), copy.read("out"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"leat", "kafka"})
    void shouldNotCommitATransactionThatMissesARecord(String server) throws Exception {
        try (Copy copy = new Copy(server, "exactly_once_v2")) {
            copy.settings.put("production.exception.handler", GoesOn.class.getName());
            copy.pipe("a", LARGE, "b");
            copy.start(new RealClients());
            copy.awaitError();
            copy.awaitRead("out", List.of());
            assertEquals(List.of(), copy.read("dead"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "leat,at_least_once",
        "leat,exactly_once_v2",
        "kafka,at_least_once",
        "kafka,exactly_once_v2"
    })
    void shouldStartAgainFromTheLastCommitAfterWhatMayPass(String server, String guarantee)
            throws Exception {
        try (Copy copy = new Copy(server, guarantee)) {
            FlakyClients clients = new FlakyClients("b", new TimeoutException("no answer"));
            copy.pipe("a", "b", "c");
            copy.start(clients);
            if (guarantee.equals("exactly_once_v2")) {
                copy.awaitRead("out", List.of("a", "b", "c"));
            } else {
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> {
                                    List<String> out = copy.read("out");
                                    int from = out.size() - 3;
                                    assertTrue(from >= 0, out::toString);
                                    assertEquals(
                                            List.of("a", "b", "c"), out.subList(from, out.size()));
                                });
            }
            assertTrue(clients.failed());
        }
    }
}
