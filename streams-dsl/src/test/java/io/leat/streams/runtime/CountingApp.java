package io.leat.streams.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.NewTopic;
import io.leat.clients.admin.TransactionListing;
import io.leat.clients.admin.TransactionState;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringSerializer;
import io.leat.common.utils.Bytes;
import io.leat.log.server.LeatServer;
import io.leat.streams.LeatStreams;
import io.leat.streams.StoreQueryParameters;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.StreamsConfig;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.QueryableStoreTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * A server, and an application that counts the keys of "in" (four partitions) in the store
 * "counts". Owned by the test.
 */
final class CountingApp implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(40);
    static final String STORE = "counts";

    private static final Set<TransactionState> ONGOING =
            EnumSet.of(
                    TransactionState.ONGOING,
                    TransactionState.PREPARE_ABORT,
                    TransactionState.PREPARE_EPOCH_FENCE);

    private final Path folder;
    private final LeatServer server;

    CountingApp(Path folder) throws Exception {
        this.folder = folder;
        server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", folder.resolve("log").toString(),
                                "offsets.topic.num.partitions", "2",
                                "transaction.state.log.num.partitions", "2",
                                "group.initial.rebalance.delay.ms", "0",
                                "group.min.session.timeout.ms", "500",
                                "transaction.abort.timed.out.transaction.cleanup.interval.ms",
                                        "100",
                                "group.streams.initial.rebalance.delay.ms", "0",
                                "group.streams.heartbeat.interval.ms", "100"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            admin.createTopics(List.of(new NewTopic("in", 4, (short) 1))).all().get();
        }
    }

    void createTopic(String name) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    String bootstrap() {
        return server.endpoint().toString();
    }

    Properties settings(String instance) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        settings.put(StreamsConfig.CLIENT_ID_CONFIG, instance);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, "exactly_once_v2");
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "50");
        settings.put(StreamsConfig.POLL_MS_CONFIG, "20");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve(instance).toString());
        settings.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), "100");
        settings.put(StreamsConfig.consumerPrefix("session.timeout.ms"), "2000");
        return settings;
    }

    static Topology topology(Materialized<String, Long, KeyValueStore<Bytes, byte[]>> counts) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .count(counts.withKeySerde(Serdes.String()).withValueSerde(Serdes.Long()));
        return builder.build();
    }

    /** Of the same shape, and fails at the first record. */
    static Topology failing() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .peek(
                        (key, value) -> {
                            throw new IllegalStateException("asked to fail");
                        })
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.as(STORE));
        return builder.build();
    }

    /** Not started. */
    LeatStreams instance(Properties settings) {
        return new LeatStreams(topology(Materialized.as(STORE)), settings);
    }

    static LeatStreams started(LeatStreams streams) {
        streams.start();
        awaitRunning(streams);
        return streams;
    }

    static void awaitRunning(LeatStreams streams) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> streams.state() == LeatStreams.State.RUNNING);
    }

    /** Keys {@code from} to {@code to}, each in the partition of its number modulo four. */
    void send(int from, int to) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap());
        try (Producer<String, String> producer =
                new LeatProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (int i = from; i < to; i++) {
                producer.send(new ProducerRecord<>("in", i % 4, "key-" + i, "value"));
            }
        }
    }

    /** What the parts of the store on {@code streams} hold. */
    static Map<String, Long> counts(LeatStreams streams, boolean stale) {
        StoreQueryParameters<io.leat.streams.state.ReadOnlyKeyValueStore<String, Long>> query =
                StoreQueryParameters.fromNameAndType(STORE, QueryableStoreTypes.keyValueStore());
        Map<String, Long> counts = new TreeMap<>();
        try (KeyValueIterator<String, Long> all =
                streams.store(stale ? query.enableStaleStores() : query).all()) {
            all.forEachRemaining(entry -> counts.put(entry.key, entry.value));
        }
        return counts;
    }

    /** Waits until {@code streams} holds {@code count} keys. */
    static void awaitKeys(LeatStreams streams, int count, boolean stale) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .untilAsserted(() -> assertEquals(count, counts(streams, stale).size()));
    }

    /** Waits until the coordinator has ended all transactions. */
    void awaitNoTransaction() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> states(admin).stream().noneMatch(ONGOING::contains));
        }
    }

    private static List<TransactionState> states(Admin admin) throws Exception {
        return admin.listTransactions().all().get().stream()
                .map(TransactionListing::state)
                .toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
