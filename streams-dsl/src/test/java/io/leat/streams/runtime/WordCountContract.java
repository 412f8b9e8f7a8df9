package io.leat.streams.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.NewTopic;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.Metric;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.streams.KeyQueryMetadata;
import io.leat.streams.LeatStreams;
import io.leat.streams.StoreQueryParameters;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.StreamsConfig;
import io.leat.streams.Topology;
import io.leat.streams.errors.MissingSourceTopicException;
import io.leat.streams.errors.StreamsNotStartedException;
import io.leat.streams.errors.StreamsStoppedException;
import io.leat.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.leat.streams.errors.UnknownStateStoreException;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import io.leat.streams.query.FailureReason;
import io.leat.streams.query.KeyQuery;
import io.leat.streams.query.Position;
import io.leat.streams.query.PositionBound;
import io.leat.streams.query.QueryResult;
import io.leat.streams.query.RangeQuery;
import io.leat.streams.query.StateQueryRequest;
import io.leat.streams.query.StateQueryResult;
import io.leat.streams.state.HostInfo;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.QueryableStoreTypes;
import io.leat.streams.state.ReadOnlyKeyValueStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The word count on any server: both guarantees, restarts, a failing thread. */
abstract class WordCountContract {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir Path folder;
    private AutoCloseable server;
    private String bootstrap;

    /** Starts a server with its data in {@code data}; closing it stops it. */
    abstract AutoCloseable start(Path data);

    /** The address of what {@link #start} returned. */
    abstract String address(AutoCloseable started);

    @BeforeEach
    void startServer() throws Exception {
        server = start(folder.resolve("log"));
        bootstrap = address(server);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(
                            List.of(
                                    new NewTopic("lines", 2, (short) 1),
                                    new NewTopic("counts", 2, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stopServer() throws Exception {
        server.close();
    }

    private static Topology wordCount(AtomicBoolean failOnce) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("lines", Consumed.with(Serdes.String(), Serdes.String()))
                .flatMapValues(line -> Arrays.asList(line.split(" ")))
                .groupBy((key, word) -> word, Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.as("store"))
                .toStream()
                .peek(
                        (word, count) -> {
                            if (count > 20 && failOnce.compareAndSet(true, false)) {
                                throw new IllegalStateException("once");
                            }
                        })
                .mapValues(count -> Long.toString(count))
                .to("counts", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    private Properties settings(String guarantee) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "100");
        settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, "here:7070");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("state").toString());
        return settings;
    }

    private void send(int from, int to) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap);
        try (Producer<String, String> producer =
                new LeatProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (int i = from; i < to; i++) {
                producer.send(new ProducerRecord<>("lines", i % 2, null, "a b" + i % 3 + " c"));
            }
        }
    }

    private Map<String, String> expected(int lines) {
        Map<String, String> counts = new TreeMap<>();
        for (int i = 0; i < lines; i++) {
            for (String word : ("a b" + i % 3 + " c").split(" ")) {
                counts.merge(word, "1", (old, one) -> Integer.toString(Integer.parseInt(old) + 1));
            }
        }
        return counts;
    }

    private Map<String, String> counts() {
        Map<String, String> counts = new TreeMap<>();
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
        try (Consumer<String, String> consumer =
                new LeatConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions =
                    List.of(new TopicPartition("counts", 0), new TopicPartition("counts", 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<String, String> record :
                        consumer.poll(Duration.ofMillis(100))) {
                    counts.put(record.key(), record.value());
                }
            }
        }
        return counts;
    }

    /** The counts as queries see them. */
    private static Map<String, String> asked(LeatStreams streams) {
        ReadOnlyKeyValueStore<String, Long> store =
                streams.store(
                        StoreQueryParameters.fromNameAndType(
                                "store", QueryableStoreTypes.keyValueStore()));
        Map<String, String> counts = new TreeMap<>();
        try (KeyValueIterator<String, Long> all = store.all()) {
            all.forEachRemaining(entry -> counts.put(entry.key, Long.toString(entry.value)));
        }
        counts.forEach((word, count) -> assertEquals(count, Long.toString(store.get(word))));
        return counts;
    }

    @Test
    void shouldRefuseQueriesThatCannotBeAnswered() {
        LeatStreams streams =
                new LeatStreams(wordCount(new AtomicBoolean()), settings("exactly_once_v2"));
        assertThrows(StreamsNotStartedException.class, () -> asked(streams));
        assertThrows(
                UnknownStateStoreException.class,
                () ->
                        streams.store(
                                StoreQueryParameters.fromNameAndType(
                                        "other", QueryableStoreTypes.keyValueStore())));
        streams.close();
        assertThrows(StreamsStoppedException.class, () -> asked(streams));
    }

    /** What a query of the second kind finds in the partition that has {@code word}. */
    private static Long asked(LeatStreams streams, String word, PositionBound bound) {
        KeyQueryMetadata where = streams.queryMetadataForKey("store", word, new StringSerializer());
        assertEquals(new HostInfo("here", 7070), where.activeHost());
        StateQueryResult<Long> result =
                streams.query(
                        StateQueryRequest.inStore("store")
                                .withQuery(KeyQuery.<String, Long>withKey(word))
                                .withPartitions(Set.of(where.partition(), 77))
                                .withPositionBound(bound));
        assertEquals(
                FailureReason.NOT_PRESENT, result.getPartitionResults().get(77).getFailureReason());
        QueryResult<Long> answer = result.getPartitionResults().get(where.partition());
        return answer.isFailure() ? null : answer.getResult();
    }

    /** Each line is split, and its words are counted in another task. */
    private static void checkMetrics(LeatStreams streams) {
        assertEquals(400, sum(streams, "stream-task-metrics", "process-total"));
        assertEquals(400, sum(streams, "stream-thread-metrics", "process-total"));
        assertEquals(1, sum(streams, "stream-metrics", "alive-stream-threads"));
        assertTrue(sum(streams, "stream-thread-metrics", "commit-total") > 0);
        assertTrue(sum(streams, "stream-topic-metrics", "bytes-produced-total") > 400);
        assertTrue(sum(streams, "consumer-fetch-manager-metrics", "records-consumed-total") >= 400);
    }

    private static double sum(LeatStreams streams, String group, String name) {
        double sum = 0;
        for (Metric metric : streams.metrics().values()) {
            if (metric.metricName().name().equals(name)
                    && metric.metricName().group().equals(group)) {
                sum += (double) metric.metricValue();
            }
        }
        return sum;
    }

    private static void checkQueries(LeatStreams streams) {
        asked(streams)
                .forEach(
                        (word, count) ->
                                assertEquals(
                                        Long.valueOf(count),
                                        asked(streams, word, PositionBound.unbounded())));
        Position seen =
                streams.query(
                                StateQueryRequest.inStore("store")
                                        .withQuery(RangeQuery.<String, Long>withNoBounds()))
                        .getPosition();
        assertEquals(100L, asked(streams, "a", PositionBound.at(seen)));
        Position later = seen.copy();
        for (int partition = 0; partition < 2; partition++) {
            later.withComponent("app-store-repartition", partition, 100_000);
        }
        assertEquals(null, asked(streams, "a", PositionBound.at(later)));
        assertEquals(1, streams.streamsMetadataForStore("store").size());
        assertEquals(
                Set.of("store"),
                streams.metadataForAllStreamsClients().iterator().next().stateStoreNames());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                streams.allLocalStorePartitionLags()
                                        .get("store")
                                        .values()
                                        .forEach(
                                                lag -> assertTrue(lag.offsetLag() <= 1, "" + lag)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
    void shouldCountAndGoOnAfterARestart(String guarantee) {
        send(0, 100);
        try (LeatStreams streams =
                new LeatStreams(wordCount(new AtomicBoolean()), settings(guarantee))) {
            streams.start();
            await().atMost(PATIENCE).untilAsserted(() -> assertEquals(expected(100), counts()));
            assertEquals(LeatStreams.State.RUNNING, streams.state());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertEquals(expected(100), asked(streams)));
            checkQueries(streams);
            checkMetrics(streams);
        }
        send(100, 150);
        try (LeatStreams streams =
                new LeatStreams(wordCount(new AtomicBoolean()), settings(guarantee))) {
            streams.start();
            await().atMost(PATIENCE).untilAsserted(() -> assertEquals(expected(150), counts()));
        }
    }

    @Test
    void shouldCountEachLineOnceWhenAThreadFailsAndIsReplaced() {
        send(0, 200);
        try (LeatStreams streams =
                new LeatStreams(wordCount(new AtomicBoolean(true)), settings("exactly_once_v2"))) {
            streams.setUncaughtExceptionHandler(
                    thrown -> StreamThreadExceptionResponse.REPLACE_THREAD);
            streams.start();
            await().atMost(PATIENCE).untilAsserted(() -> assertEquals(expected(200), counts()));
        }
    }

    @Test
    void shouldEndInErrorWhenAThreadFailsAndNobodySaysOtherwise() {
        send(0, 100);
        try (LeatStreams streams =
                new LeatStreams(wordCount(new AtomicBoolean(true)), settings("exactly_once_v2"))) {
            streams.start();
            await().atMost(PATIENCE).until(() -> streams.state() == LeatStreams.State.ERROR);
        }
    }

    @Test
    void shouldEndInErrorWhenTheHandlerOfFailuresFailsItself() {
        send(0, 100);
        try (LeatStreams streams =
                new LeatStreams(wordCount(new AtomicBoolean(true)), settings("at_least_once"))) {
            streams.setUncaughtExceptionHandler(
                    thrown -> {
                        throw new IllegalStateException("the handler");
                    });
            streams.start();
            await().atMost(PATIENCE).until(() -> streams.state() == LeatStreams.State.ERROR);
        }
    }

    @Test
    void shouldNameTheTopicThatIsMissing() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("nowhere").to("counts");
        try (LeatStreams streams = new LeatStreams(builder.build(), settings("at_least_once"))) {
            MissingSourceTopicException failure =
                    assertThrows(MissingSourceTopicException.class, streams::start);
            assertTrue(failure.getMessage().contains("nowhere"), failure.getMessage());
        }
    }
}
