package io.leat.streams.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.streams.KafkaClientSupplier;
import io.leat.streams.LeatStreams;
import io.leat.streams.errors.InvalidStateStoreException;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.query.QueryResult;
import io.leat.streams.query.RangeQuery;
import io.leat.streams.query.StateQueryRequest;
import io.leat.streams.runtime.HookedClients.Kind;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What queries are answered while stores are restored, beside Kafka Streams. */
class QueriesAmidRebalanceTest {

    private static final Set<Integer> ASKED = Set.of(0, 1, 2, 3, 7);

    @TempDir Path folder;
    private CountingApp app;
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<Map<Integer, Long>> positions = new ArrayList<>();

    @BeforeEach
    void startServer() throws Exception {
        app = new CountingApp(folder);
    }

    @AfterEach
    void stopServer() {
        goOn.countDown();
        app.close();
    }

    private static String rows(Iterator<?> rows) {
        int count = 0;
        for (; rows.hasNext(); rows.next()) {
            count++;
        }
        return count + " rows";
    }

    /** What both kinds of queries answer, for any state of stores or those up to date alone. */
    private static List<String> answers(
            BiFunction<String, Boolean, String> whole, BiFunction<Integer, Boolean, String> part) {
        List<String> answers = new ArrayList<>();
        for (boolean stale : new boolean[] {false, true}) {
            answers.add((stale ? "stale: " : "fresh: ") + whole.apply(CountingApp.STORE, stale));
            for (int partition : ASKED.stream().sorted().toList()) {
                answers.add(partition + ": " + part.apply(partition, stale));
            }
        }
        return answers;
    }

    private static String ofWhole(LeatStreams streams, boolean stale) {
        try {
            return CountingApp.counts(streams, stale).size() + " rows";
        } catch (InvalidStateStoreException e) {
            return "refused";
        }
    }

    private static String ofPart(LeatStreams streams, int partition, boolean stale) {
        StateQueryRequest<KeyValueIterator<String, Long>> request =
                StateQueryRequest.inStore(CountingApp.STORE)
                        .withQuery(RangeQuery.<String, Long>withNoBounds())
                        .withPartitions(ASKED);
        QueryResult<KeyValueIterator<String, Long>> result =
                streams.query(stale ? request : request.requireActive())
                        .getPartitionResults()
                        .get(partition);
        if (result.isFailure()) {
            return result.getFailureReason().name();
        }
        try (KeyValueIterator<String, Long> rows = result.getResult()) {
            return rows(rows);
        }
    }

    /** Up to where the input is in what the first partition of the store answers. */
    private static Map<Integer, Long> position(LeatStreams streams) {
        StateQueryRequest<KeyValueIterator<String, Long>> request =
                StateQueryRequest.inStore(CountingApp.STORE)
                        .withQuery(RangeQuery.<String, Long>withNoBounds())
                        .withPartitions(Set.of(0));
        QueryResult<KeyValueIterator<String, Long>> result =
                streams.query(request).getPartitionResults().get(0);
        result.getResult().close();
        return result.getPosition().getPartitionPositions("in");
    }

    private static List<String> answers(LeatStreams streams) {
        return answers(
                (store, stale) -> ofWhole(streams, stale),
                (partition, stale) -> ofPart(streams, partition, stale));
    }

    /** Restores nothing until it is told to. */
    private final class Holding implements HookedClients.Hook {
        @Override
        public void before(Kind kind, String method, Object[] arguments) {}

        @Override
        public @Nullable Object instead(Kind kind, String method) throws InterruptedException {
            return kind == Kind.RESTORE && method.equals("poll") && isHeld(goOn)
                    ? io.leat.clients.consumer.ConsumerRecords.empty()
                    : null;
        }
    }

    /** Whether it is not let go on in a while. */
    private static boolean isHeld(CountDownLatch goOn) throws InterruptedException {
        return !goOn.await(10, TimeUnit.MILLISECONDS);
    }

    private LeatStreams leat(String instance, KafkaClientSupplier clients) {
        Properties settings = app.settings(instance);
        settings.put("processing.guarantee", "at_least_once");
        return new LeatStreams(
                CountingApp.topology(
                        Materialized.as(Stores.inMemoryKeyValueStore(CountingApp.STORE))),
                settings,
                clients);
    }

    private List<List<String>> onLeat() {
        try (LeatStreams first = CountingApp.started(leat("leat-1", new RealClients()))) {
            CountingApp.awaitKeys(first, 40, false);
        }
        List<List<String>> all = new ArrayList<>();
        try (LeatStreams again = leat("leat-2", new HookedClients(new Holding()))) {
            again.start();
            awaitOpen(() -> answers(again));
            all.add(answers(again));
            positions.add(position(again));
            goOn.countDown();
            CountingApp.awaitRunning(again);
            all.add(answers(again));
            positions.add(position(again));
        }
        return all;
    }

    /** Waits until all parts are there, in whatever state. */
    private static void awaitOpen(Callable<List<String>> answers) {
        await().atMost(CountingApp.PATIENCE)
                .ignoreExceptions()
                .until(
                        () ->
                                answers.call().stream()
                                                .filter(each -> each.contains("NOT_PRESENT"))
                                                .count()
                                        == 2);
    }

    @Test
    void shouldAnswerAsKafkaStreamsDoesWhileStoresAreRestored() {
        app.send(0, 40);
        List<List<String>> expected = new KafkaSide().run();
        assertEquals("fresh: refused", expected.get(0).get(0));
        assertEquals("0: NOT_ACTIVE", expected.get(0).get(1));
        assertEquals("7: NOT_PRESENT", expected.get(0).get(5));
        assertEquals("stale: 0 rows", expected.get(0).get(6));
        assertEquals("0: 10 rows", expected.get(1).get(1));
        List<List<String>> ours = onLeat();
        assertEquals(String.join("\n", expected.get(0)), String.join("\n", ours.get(0)));
        assertEquals(String.join("\n", expected.get(1)), String.join("\n", ours.get(1)));
        assertEquals(List.of(Map.of(), Map.of(0, 9L)), positions);
    }

    /** The same with Kafka Streams; a group of its own. */
    private final class KafkaSide {

        private final CountDownLatch goOn = new CountDownLatch(1);

        /** Restores nothing until it is told to. */
        private final class Held extends DefaultKafkaClientSupplier {
            @Override
            public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
                return new KafkaConsumer<>(
                        config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
                    @Override
                    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                        try {
                            return isHeld(goOn) ? ConsumerRecords.empty() : super.poll(timeout);
                        } catch (InterruptedException e) {
                            throw new InterruptException(e);
                        }
                    }
                };
            }
        }

        private KafkaStreams streams(String instance, DefaultKafkaClientSupplier clients) {
            StreamsBuilder builder = new StreamsBuilder();
            builder.stream("in")
                    .groupByKey()
                    .count(
                            org.apache.kafka.streams.kstream.Materialized.as(
                                    org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(
                                            CountingApp.STORE)));
            String texts = "org.apache.kafka.common.serialization.Serdes$StringSerde";
            Properties settings = new Properties();
            settings.put("application.id", "kafka");
            settings.put("bootstrap.servers", app.bootstrap());
            settings.put("commit.interval.ms", "50");
            settings.put("session.timeout.ms", "2000");
            settings.put("heartbeat.interval.ms", "100");
            settings.put("auto.offset.reset", "earliest");
            settings.put("default.key.serde", texts);
            settings.put("default.value.serde", texts);
            settings.put("state.dir", folder.resolve(instance).toString());
            return new KafkaStreams(builder.build(), settings, clients);
        }

        private String ofWhole(KafkaStreams streams, boolean stale) {
            var query =
                    org.apache.kafka.streams.StoreQueryParameters.fromNameAndType(
                            CountingApp.STORE,
                            org.apache.kafka.streams.state.QueryableStoreTypes
                                    .<String, Long>keyValueStore());
            try (var all = streams.store(stale ? query.enableStaleStores() : query).all()) {
                return rows(all);
            } catch (org.apache.kafka.streams.errors.InvalidStateStoreException e) {
                return "refused";
            }
        }

        private String ofPart(KafkaStreams streams, int partition, boolean stale) {
            var request =
                    org.apache.kafka.streams.query.StateQueryRequest.inStore(CountingApp.STORE)
                            .withQuery(
                                    org.apache.kafka.streams.query.RangeQuery
                                            .<String, Long>withNoBounds())
                            .withPartitions(ASKED);
            var result =
                    streams.query(stale ? request : request.requireActive())
                            .getPartitionResults()
                            .get(partition);
            if (result.isFailure()) {
                return result.getFailureReason().name();
            }
            try (var rows = result.getResult()) {
                return rows(rows);
            }
        }

        private List<String> asked(KafkaStreams streams) {
            return answers(
                    (store, stale) -> ofWhole(streams, stale),
                    (partition, stale) -> ofPart(streams, partition, stale));
        }

        List<List<String>> run() {
            try (KafkaStreams first = streams("kafka-1", new DefaultKafkaClientSupplier())) {
                first.start();
                await().atMost(CountingApp.PATIENCE)
                        .until(() -> ofWhole(first, false).equals("40 rows"));
            }
            List<List<String>> all = new ArrayList<>();
            try (KafkaStreams again = streams("kafka-2", new Held())) {
                again.start();
                awaitOpen(() -> asked(again));
                all.add(asked(again));
                goOn.countDown();
                await().atMost(CountingApp.PATIENCE)
                        .until(() -> again.state() == KafkaStreams.State.RUNNING);
                all.add(asked(again));
            } finally {
                goOn.countDown();
            }
            return all;
        }
    }
}
