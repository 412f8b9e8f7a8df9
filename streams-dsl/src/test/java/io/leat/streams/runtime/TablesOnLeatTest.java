package io.leat.streams.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.NewTopic;
import io.leat.clients.admin.RecordsToDelete;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.log.server.LeatServer;
import io.leat.streams.LeatStreams;
import io.leat.streams.StoreQueryParameters;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.StreamsConfig;
import io.leat.streams.Topology;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.GlobalKTable;
import io.leat.streams.kstream.KTable;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import io.leat.streams.kstream.Suppressed;
import io.leat.streams.kstream.Suppressed.BufferConfig;
import io.leat.streams.kstream.TableJoined;
import io.leat.streams.processor.StateRestoreListener;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.QueryableStoreTypes;
import io.leat.streams.state.ReadOnlyKeyValueStore;
import io.leat.streams.state.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Foreign keys, global tables and suppression on our own server: partitions, topics, restarts. */
final class TablesOnLeatTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Consumed<String, String> TEXTS =
            Consumed.with(Serdes.String(), Serdes.String());

    @TempDir Path folder;
    private LeatServer server;
    private String format = "DEFAULT";

    @BeforeEach
    void startServer() throws Exception {
        server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", folder.resolve("log").toString(),
                                "offsets.topic.num.partitions", "2",
                                "transaction.state.log.num.partitions", "2",
                                "group.initial.rebalance.delay.ms", "0"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            admin.createTopics(
                            List.of(
                                    new NewTopic("orders", 2, (short) 1),
                                    new NewTopic("customers", 3, (short) 1),
                                    new NewTopic("out", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private String bootstrap() {
        return server.endpoint().toString();
    }

    private Properties settings(String instance) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, "exactly_once_v2");
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "50");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve(instance).toString());
        settings.put("dsl.store.format", format);
        return settings;
    }

    private void send(String topic, String... keysAndValues) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap());
        try (Producer<String, String> producer =
                new LeatProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < keysAndValues.length; i += 2) {
                producer.send(
                        new ProducerRecord<>(
                                topic, null, 1_000L + i, keysAndValues[i], keysAndValues[i + 1]));
            }
        }
    }

    /** The last value of each key. */
    private Map<String, String> out() {
        Map<String, String> last = new TreeMap<>();
        TopicPartition only = new TopicPartition("out", 0);
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrap(), "isolation.level", "read_committed");
        try (Consumer<String, String> consumer =
                new LeatConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            long end = consumer.endOffsets(List.of(only)).getOrDefault(only, 0L);
            while (consumer.position(only) < end) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(r -> last.put(r.key(), String.valueOf(r.value())));
            }
        }
        return last;
    }

    private void awaitOut(Map<String, String> expected) {
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(expected, out()));
    }

    private static Topology foreign() {
        StreamsBuilder builder = new StreamsBuilder();
        KTable<String, String> customers = builder.table("customers", TEXTS);
        builder.table("orders", TEXTS)
                .leftJoin(
                        customers,
                        (String order) -> order.split(" ")[0],
                        (order, customer) -> order + " for " + customer,
                        TableJoined.as("ordering"),
                        Materialized.with(Serdes.String(), Serdes.String()))
                .toStream()
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    @Test
    void shouldJoinByForeignKeysAcrossPartitionsAndInstances() throws Exception {
        send("customers", "c1", "ann", "c2", "bob", "c3", "eve");
        List<String> orders = new ArrayList<>();
        Map<String, String> expected = new TreeMap<>();
        for (int i = 0; i < 12; i++) {
            orders.addAll(List.of("o" + i, "c" + i % 4 + " x" + i));
            String name = List.of("null", "ann", "bob", "eve").get(i % 4);
            expected.put("o" + i, "c" + i % 4 + " x" + i + " for " + name);
        }
        send("orders", orders.toArray(String[]::new));
        try (LeatStreams one = new LeatStreams(foreign(), settings("one"));
                LeatStreams two = new LeatStreams(foreign(), settings("two"))) {
            one.start();
            two.start();
            awaitOut(expected);
            send("customers", "c2", null, "c0", "zoe");
            send("orders", "o1", "c3 y", "o5", null);
            expected.replaceAll((order, text) -> text.replace("bob", "null"));
            expected.replaceAll((order, text) -> text.replaceAll("(c0 .*) null", "$1 zoe"));
            expected.put("o1", "c3 y for eve");
            expected.put("o5", "null");
            awaitOut(expected);
        }
        send("customers", "c3", "ida");
        expected.replaceAll((order, text) -> text.replace("eve", "ida"));
        try (LeatStreams one = new LeatStreams(foreign(), settings("one"))) {
            one.start();
            awaitOut(expected);
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            Set<String> topics = admin.listTopics().names().get();
            String registration = "app-ordering-subscription-registration-topic";
            String response = "app-ordering-subscription-response-topic";
            assertTrue(topics.containsAll(Set.of(registration, response)), topics.toString());
            assertTrue(
                    topics.contains("app-ordering-subscription-store-changelog"),
                    topics.toString());
            var found = admin.describeTopics(List.of(registration, response)).allTopicNames().get();
            assertEquals(3, found.get(registration).partitions().size());
            assertEquals(2, found.get(response).partitions().size());
        }
    }

    private static Topology global() {
        StreamsBuilder builder = new StreamsBuilder();
        GlobalKTable<String, String> customers =
                builder.globalTable("customers", TEXTS, Materialized.as("all-customers"));
        builder.stream("orders", TEXTS)
                .join(customers, (order, text) -> text, (text, customer) -> customer)
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    @Test
    void shouldReadAllOfAGlobalTableBeforeItJoinsAndKeepItUpToDate() {
        send("customers", "c1", "ann", "c2", "bob", "c3", "eve", "c4", "x", "c4", null);
        send("orders", "o1", "c1", "o2", "c2", "o3", "c3", "o4", "c4");
        Map<String, String> expected = new TreeMap<>(Map.of("o1", "ann", "o2", "bob", "o3", "eve"));
        try (LeatStreams streams = new LeatStreams(global(), settings("one"))) {
            streams.start();
            awaitOut(expected);
            ReadOnlyKeyValueStore<String, String> customers =
                    streams.store(
                            StoreQueryParameters.fromNameAndType(
                                    "all-customers", QueryableStoreTypes.keyValueStore()));
            assertEquals("eve", customers.get("c3"));
            send("customers", "c4", "zoe", "c1", null);
            await().atMost(PATIENCE).until(() -> "zoe".equals(customers.get("c4")));
            send("orders", "o5", "c4");
            expected.put("o5", "zoe");
            awaitOut(expected);
        }
        send("customers", "c2", "bea");
        send("orders", "o6", "c2", "o7", "c1");
        expected.put("o6", "bea");
        try (LeatStreams streams = new LeatStreams(global(), settings("one"))) {
            streams.start();
            awaitOut(expected);
        }
    }

    /** How many records the global table reads at a start, and what it has then. */
    private Map.Entry<Long, Map<String, String>> filled() {
        AtomicLong read = new AtomicLong();
        Map<String, String> rows = new TreeMap<>();
        try (LeatStreams streams = new LeatStreams(global(), settings("one"))) {
            streams.setGlobalStateRestoreListener(
                    new StateRestoreListener() {
                        @Override
                        public void onRestoreStart(
                                TopicPartition partition, String store, long start, long end) {}

                        @Override
                        public void onBatchRestored(
                                TopicPartition partition, String store, long end, long count) {}

                        @Override
                        public void onRestoreEnd(
                                TopicPartition partition, String store, long total) {
                            read.addAndGet(total);
                        }
                    });
            streams.start();
            ReadOnlyKeyValueStore<String, String> customers =
                    streams.store(
                            StoreQueryParameters.fromNameAndType(
                                    "all-customers", QueryableStoreTypes.keyValueStore()));
            try (KeyValueIterator<String, String> all = customers.all()) {
                all.forEachRemaining(row -> rows.put(row.key, row.value));
            }
        }
        return Map.entry(read.get(), rows);
    }

    @Test
    void shouldReadOnWhereAGlobalTableStoodUnlessItsTopicIsAnotherOrLacksSomething()
            throws Exception {
        send("customers", "c1", "ann", "c2", "bob", "c3", "eve");
        assertEquals(Map.entry(3L, Map.of("c1", "ann", "c2", "bob", "c3", "eve")), filled());
        send("customers", "c3", null, "c4", "zoe");
        Map<String, String> rows = Map.of("c1", "ann", "c2", "bob", "c4", "zoe");
        assertEquals(Map.entry(2L, rows), filled());
        assertEquals(Map.entry(0L, rows), filled());

        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            send("customers", "c5", "gone");
            Map<TopicPartition, RecordsToDelete> all = new TreeMap<>(TaskAssignor.BY_NAME);
            for (int partition = 0; partition < 3; partition++) {
                all.put(
                        new TopicPartition("customers", partition),
                        RecordsToDelete.beforeOffset(-1));
            }
            admin.deleteRecords(all).all().get();
            send("customers", "c6", "amy");
            assertEquals(Map.entry(1L, Map.of("c6", "amy")), filled());

            admin.deleteTopics(List.of("customers")).all().get();
            admin.createTopics(List.of(new NewTopic("customers", 3, (short) 1))).all().get();
            String[] many = new String[60];
            Map<String, String> expected = new TreeMap<>();
            for (int i = 0; i < 60; i += 2) {
                many[i] = "d" + i;
                many[i + 1] = "new";
                expected.put(many[i], many[i + 1]);
            }
            send("customers", many);
            assertEquals(Map.entry(30L, expected), filled());
        }
    }

    @Test
    void shouldReadAGlobalTableAnewWhenTheFormatOfItsStoreChanges() {
        send("customers", "c1", "ann", "c2", "bob");
        Map<String, String> rows = Map.of("c1", "ann", "c2", "bob");
        for (String each : List.of("DEFAULT", "HEADERS", "DEFAULT")) {
            format = each;
            assertEquals(Map.entry(2L, rows), filled());
            assertEquals(Map.entry(0L, rows), filled());
        }
    }

    @Test
    void shouldNameTheTopicOfAGlobalTableThatIsMissing() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.globalTable("nowhere", TEXTS);
        builder.stream("orders", TEXTS).to("out");
        try (LeatStreams streams = new LeatStreams(builder.build(), settings("one"))) {
            StreamsException failure = assertThrows(StreamsException.class, streams::start);
            assertTrue(failure.getMessage().contains("nowhere"), failure.getMessage());
        }
    }

    private static Topology sourceAsLog() {
        StreamsBuilder builder = new StreamsBuilder();
        KTable<String, String> customers =
                builder.table(
                        "customers", TEXTS, Materialized.as(Stores.inMemoryKeyValueStore("kept")));
        builder.table("orders", TEXTS)
                .join(
                        customers,
                        (String order) -> order,
                        (order, customer) -> customer,
                        Materialized.with(Serdes.String(), Serdes.String()))
                .toStream()
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        Properties optimized = new Properties();
        optimized.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.OPTIMIZE);
        return builder.build(optimized);
    }

    @Test
    void shouldRestoreATableFromItsTopicUpToWhatIsCommitted() throws Exception {
        send("customers", "c1", "ann", "c2", "bob");
        send("orders", "o1", "c1");
        try (LeatStreams streams = new LeatStreams(sourceAsLog(), settings("one"))) {
            streams.start();
            awaitOut(Map.of("o1", "ann"));
        }
        send("orders", "o2", "c2");
        send("customers", "c1", "eve");
        try (LeatStreams streams = new LeatStreams(sourceAsLog(), settings("one"))) {
            streams.start();
            awaitOut(Map.of("o1", "eve", "o2", "bob"));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            Set<String> topics = admin.listTopics().names().get();
            assertFalse(topics.contains("app-kept-changelog"), topics.toString());
        }
    }

    private static Topology suppressed() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.table("orders", TEXTS)
                .suppress(
                        Suppressed.<String>untilTimeLimit(
                                        Duration.ofMillis(500), BufferConfig.unbounded())
                                .withName("calm"))
                .toStream()
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    @Test
    void shouldHoldAfterARestartWhatWasHeldBefore() {
        try (Producer<String, String> producer =
                new LeatProducer<>(
                        Map.of("bootstrap.servers", bootstrap()),
                        new StringSerializer(),
                        new StringSerializer())) {
            try (LeatStreams streams = new LeatStreams(suppressed(), settings("one"))) {
                streams.start();
                producer.send(new ProducerRecord<>("orders", 0, 100L, "gone", "1"));
                producer.send(new ProducerRecord<>("orders", 0, 1_000L, "held", "1"));
                producer.send(new ProducerRecord<>("orders", 0, 1_100L, "held", "2"));
                awaitOut(Map.of("gone", "1"));
            }
            producer.send(new ProducerRecord<>("orders", 0, 9_000L, "later", "1"));
            producer.flush();
            try (LeatStreams streams = new LeatStreams(suppressed(), settings("one"))) {
                streams.start();
                awaitOut(Map.of("gone", "1", "held", "2"));
            }
        }
    }
}
