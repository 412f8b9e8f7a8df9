package io.leat.streams.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.NewTopic;
import io.leat.common.GroupState;
import io.leat.common.serialization.Serdes;
import io.leat.streams.LeatStreams;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.StreamsConfig;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.KStream;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.processor.api.ContextualFixedKeyProcessor;
import io.leat.streams.processor.api.FixedKeyProcessorContext;
import io.leat.streams.processor.api.FixedKeyRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While a group comes together, tasks that stay where they are go on. */
final class CooperationOnLeatTest {

    @TempDir Path folder;
    private CountingApp app;

    @BeforeEach
    void startServer() throws Exception {
        app = new CountingApp(folder);
    }

    @AfterEach
    void stopServer() {
        app.close();
    }

    /** Counts what it processes, and how often tasks began; stops where it is told to. */
    private static final class Gauge {

        final AtomicInteger processed = new AtomicInteger();
        final Queue<String> begun = new ConcurrentLinkedQueue<>();
        final CountDownLatch stuck = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        volatile boolean stop;

        private final class Measured extends ContextualFixedKeyProcessor<String, String, String> {
            @Override
            public void init(FixedKeyProcessorContext<String, String> context) {
                super.init(context);
                begun.add(context.taskId().toString());
            }

            @Override
            public void process(FixedKeyRecord<String, String> record) {
                processed.incrementAndGet();
                if (stop) {
                    stuck.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
                context().forward(record);
            }
        }

        Topology topology(StreamsBuilder builder, KStream<String, String> in) {
            in.processValues(Measured::new)
                    .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                    .count(Materialized.as(CountingApp.STORE));
            return builder.build();
        }

        Topology topology() {
            StreamsBuilder builder = new StreamsBuilder();
            return topology(
                    builder, builder.stream("in", Consumed.with(Serdes.String(), Serdes.String())));
        }
    }

    private Properties settings(String name) {
        Properties settings = app.settings(name);
        settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        return settings;
    }

    private static int tasks(LeatStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .mapToInt(thread -> thread.activeTasks().size())
                .sum();
    }

    private static void awaitTasks(int count, LeatStreams... instances) {
        for (LeatStreams streams : instances) {
            await().atMost(CountingApp.PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> tasks(streams) == count);
        }
    }

    @Test
    void shouldProcessOnWhileAnInstanceJoinsAndAnotherIsLate() throws Exception {
        Gauge steady = new Gauge();
        Gauge late = new Gauge();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", app.bootstrap()));
                LeatStreams one =
                        CountingApp.started(new LeatStreams(steady.topology(), settings("one")));
                LeatStreams two =
                        CountingApp.started(new LeatStreams(late.topology(), settings("two")));
                LeatStreams three = new LeatStreams(new Gauge().topology(), settings("three"))) {
            awaitTasks(2, one, two);
            app.send(0, 100);
            await().atMost(CountingApp.PATIENCE)
                    .until(() -> steady.processed.get() + late.processed.get() == 100);
            List<String> begun = List.copyOf(steady.begun);

            late.stop = true;
            app.send(0, 4);
            assertTrue(late.stuck.await(20, TimeUnit.SECONDS));
            three.start();
            await().during(Duration.ofMillis(500)) // several heartbeats: one has joined again
                    .atMost(CountingApp.PATIENCE)
                    .until(() -> state(admin) == GroupState.PREPARING_REBALANCE);
            int before = steady.processed.get();
            app.send(0, 200);
            await().atMost(CountingApp.PATIENCE)
                    .until(() -> steady.processed.get() == before + 100);
            assertEquals(GroupState.PREPARING_REBALANCE, state(admin));

            late.stop = false;
            late.goOn.countDown();
            await().atMost(CountingApp.PATIENCE)
                    .until(() -> tasks(three) > 0 && tasks(one) + tasks(two) + tasks(three) == 4);
            app.send(200, 300);
            await().atMost(CountingApp.PATIENCE)
                    .ignoreExceptions()
                    .until(
                            () ->
                                    CountingApp.counts(one, true).size()
                                                    + CountingApp.counts(two, true).size()
                                                    + CountingApp.counts(three, true).size()
                                            == 300);
            assertEquals(begun, List.copyOf(steady.begun)); // none of its tasks began anew
        }
    }

    private static GroupState state(Admin admin) throws Exception {
        return admin.describeConsumerGroups(List.of("app")).all().get().get("app").groupState();
    }

    @Test
    void shouldReadOnWhereItStoodWhenATaskGetsMoreToRead() throws Exception {
        Gauge gauge = new Gauge();
        StreamsBuilder builder = new StreamsBuilder();
        Topology topology =
                gauge.topology(
                        builder,
                        builder.stream(
                                Pattern.compile("in.*"),
                                Consumed.with(Serdes.String(), Serdes.String())));
        Properties settings = settings("one");
        settings.put(StreamsConfig.consumerPrefix("metadata.max.age.ms"), "300");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", app.bootstrap()));
                LeatStreams one = CountingApp.started(new LeatStreams(topology, settings))) {
            app.send(0, 400);
            admin.createTopics(List.of(new NewTopic("in-too", 2, (short) 1))).all().get();
            app.send(400, 800);
            await().atMost(CountingApp.PATIENCE).until(() -> gauge.begun.size() == 6);
            app.send(800, 1_000);
            CountingApp.awaitKeys(one, 1_000, false);
            assertTrue(
                    CountingApp.counts(one, false).values().stream().allMatch(count -> count == 1));
        }
    }
}
