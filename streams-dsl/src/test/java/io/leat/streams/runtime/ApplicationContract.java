package io.leat.streams.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.NewTopic;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.streams.KeyValue;
import io.leat.streams.LeatStreams;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.StreamsConfig;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Branched;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.KStream;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import io.leat.streams.kstream.Repartitioned;
import io.leat.streams.processor.StateRestoreListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an application promises on any server: two instances that come, go and are killed while
 * input flows; branches, repartitions, aggregates and tables; under exactly-once each word counted
 * once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApplicationContract {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String[] WORDS = {"a", "be", "sea", "dear", "eager", "be"};

    @TempDir Path state;

    abstract String bootstrap();

    /** One instance, the way to kill it, and from where its stores were restored. */
    private record Instance(LeatStreams streams, KillableClients clients, Restores restores) {

        void awaitKilled() {
            await().atMost(PATIENCE).until(() -> streams.state() == LeatStreams.State.ERROR);
            streams.close();
        }
    }

    /** Where the restoring of each changelog that has records began. */
    private static final class Restores implements StateRestoreListener {

        private final Map<TopicPartition, Long> starts = new ConcurrentHashMap<>();

        @Override
        public void onRestoreStart(
                TopicPartition changelog,
                String storeName,
                long startingOffset,
                long endingOffset) {
            if (endingOffset > 0) {
                starts.putIfAbsent(changelog, startingOffset);
            }
        }

        @Override
        public void onBatchRestored(
                TopicPartition changelog, String storeName, long endOffset, long numRestored) {}

        @Override
        public void onRestoreEnd(TopicPartition changelog, String storeName, long totalRestored) {}
    }

    private static Topology topology(String app) {
        Consumed<String, String> strings = Consumed.with(Serdes.String(), Serdes.String());
        Produced<String, String> out = Produced.with(Serdes.String(), Serdes.String());
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> words =
                builder.stream(app + "-lines", strings)
                        .flatMapValues(line -> Arrays.asList(line.split(" ")));
        words.groupBy((key, word) -> word, Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.as("counts"))
                .toStream()
                .mapValues(count -> Long.toString(count))
                .to(app + "-counts", out);
        words.map((key, word) -> KeyValue.pair("length-" + word.length(), word))
                .split()
                .branch(
                        (length, word) -> word.length() < 3,
                        Branched.withConsumer(
                                few ->
                                        lengths(
                                                few.repartition(
                                                        Repartitioned.with(
                                                                        Serdes.String(),
                                                                        Serdes.String())
                                                                .withName("short")),
                                                "short-sums",
                                                app)))
                .defaultBranch(Branched.withConsumer(rest -> lengths(rest, "long-sums", app)));
        return builder.build();
    }

    private static void lengths(KStream<String, String> words, String store, String app) {
        words.groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .aggregate(
                        () -> "0",
                        (length, word, sum) ->
                                Integer.toString(Integer.parseInt(sum) + word.length()),
                        Materialized.as(store))
                .toStream()
                .toTable()
                .toStream()
                .to(app + "-counts", Produced.with(Serdes.String(), Serdes.String()));
    }

    private Instance start(String app, String guarantee, String protocol, String folder) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, protocol);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, app);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "100");
        settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.resolve(app + folder).toString());
        settings.put(StreamsConfig.producerPrefix("transaction.timeout.ms"), "3000");
        settings.put(StreamsConfig.consumerPrefix("session.timeout.ms"), "2000");
        settings.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), "500");
        KillableClients clients = new KillableClients();
        LeatStreams streams = new LeatStreams(topology(app), new StreamsConfig(settings), clients);
        Restores restores = new Restores();
        streams.setGlobalStateRestoreListener(restores);
        streams.start();
        return new Instance(streams, clients, restores);
    }

    private static String line(int i) {
        return WORDS[i % 6] + " " + WORDS[i % 5] + " " + WORDS[i % 4];
    }

    private void send(String app, int from, int to) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap());
        try (Producer<String, String> producer =
                new LeatProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (int i = from; i < to; i++) {
                producer.send(new ProducerRecord<>(app + "-lines", i % 3, null, line(i)));
            }
        }
    }

    private static Map<String, Long> expected(int lines) {
        Map<String, Long> counts = new TreeMap<>();
        for (int i = 0; i < lines; i++) {
            for (String word : line(i).split(" ")) {
                counts.merge(word, 1L, Long::sum);
                counts.merge("length-" + word.length(), (long) word.length(), Long::sum);
            }
        }
        return counts;
    }

    /** The last value of each key; under exactly-once, values of a key must only grow. */
    private Map<String, Long> counts(String app, boolean exactlyOnce) {
        Map<String, Long> counts = new TreeMap<>();
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrap(), "isolation.level", "read_committed");
        try (Consumer<String, String> consumer =
                new LeatConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions =
                    List.of(
                            new TopicPartition(app + "-counts", 0),
                            new TopicPartition(app + "-counts", 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<String, String> record :
                        consumer.poll(Duration.ofMillis(100))) {
                    long count = Long.parseLong(record.value());
                    Long before = counts.put(record.key(), count);
                    assertTrue(
                            !exactlyOnce || before == null || before < count,
                            () -> record.key() + " went from " + before + " to " + count);
                }
            }
        }
        return counts;
    }

    private void awaitCounts(String app, int lines, boolean exactlyOnce) {
        Map<String, Long> expected = expected(lines);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            Map<String, Long> found = counts(app, exactlyOnce);
                            if (exactlyOnce) {
                                assertEquals(expected, found);
                            } else {
                                expected.forEach(
                                        (word, count) ->
                                                assertTrue(
                                                        found.getOrDefault(word, 0L) >= count,
                                                        () -> word + " in " + found));
                            }
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
    void shouldCountEverythingThoughInstancesComeGoAndAreKilled(String guarantee) throws Exception {
        countThoughInstancesComeGoAndAreKilled(guarantee, "classic");
    }

    @Tag("live")
    @Test
    void shouldCountEverythingThoughInstancesWithTasksFromTheBrokerAreKilled() throws Exception {
        countThoughInstancesComeGoAndAreKilled("exactly_once_v2", "streams");
    }

    private void countThoughInstancesComeGoAndAreKilled(String guarantee, String protocol)
            throws Exception {
        boolean exactlyOnce = guarantee.equals("exactly_once_v2");
        String app = protocol + (exactlyOnce ? "-once" : "-atleast");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            admin.createTopics(
                            List.of(
                                    new NewTopic(app + "-lines", 3, (short) 1),
                                    new NewTopic(app + "-counts", 2, (short) 1)))
                    .all()
                    .get();
        }
        send(app, 0, 300);
        Instance one = start(app, guarantee, protocol, "-one");
        awaitCounts(app, 300, exactlyOnce);
        send(app, 300, 600);
        Instance two = start(app, guarantee, protocol, "-two");
        send(app, 600, 900);
        awaitCounts(app, 900, exactlyOnce);
        one.clients().cutAfter(5);
        send(app, 900, 1200);
        one.awaitKilled();
        send(app, 1200, 1300);
        one = start(app, guarantee, protocol, "-one");
        awaitCounts(app, 1300, exactlyOnce);
        assertStoresKept(one);
        two.clients().cutAfter(5);
        send(app, 1300, 1600);
        two.awaitKilled();
        two = start(app, guarantee, protocol, "-two-empty");
        awaitCounts(app, 1600, exactlyOnce);
        one.streams().close();
        send(app, 1600, 1700);
        awaitCounts(app, 1700, exactlyOnce);
        two.streams().close();
    }

    /** The folder has what was committed before the kill: only what came since is read again. */
    private static void assertStoresKept(Instance restarted) {
        await().atMost(PATIENCE).until(() -> !restarted.restores().starts.isEmpty());
        Map<TopicPartition, Long> starts = Map.copyOf(restarted.restores().starts);
        assertTrue(starts.values().stream().allMatch(start -> start > 0), starts::toString);
    }
}
