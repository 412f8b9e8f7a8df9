package io.leat.streams.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.streams.LeatStreams;
import io.leat.streams.StreamsConfig;
import io.leat.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.leat.streams.kstream.Materialized;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instances that cannot share tasks with their group are refused, and the group works on. */
final class MixedGroupsOnLeatTest {

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

    private Properties settings(String name, String protocol) {
        Properties settings = app.settings(name);
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, protocol);
        return settings;
    }

    private LeatStreams instance(String name, String protocol, String store) {
        return new LeatStreams(
                CountingApp.topology(Materialized.as(store)), settings(name, protocol));
    }

    /** Starts {@code streams}; what its thread ends with. */
    private static Throwable refusal(LeatStreams streams) {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        streams.setUncaughtExceptionHandler(
                failure -> {
                    failures.add(failure);
                    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
                });
        streams.start();
        await().atMost(CountingApp.PATIENCE)
                .until(() -> streams.state() == LeatStreams.State.ERROR);
        return failures.element();
    }

    private void assertWorks(LeatStreams one) {
        app.send(0, 40);
        CountingApp.awaitKeys(one, 40, false);
        assertEquals(LeatStreams.State.RUNNING, one.state());
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void shouldRefuseAnInstanceWithAnotherTopology(String protocol) {
        try (LeatStreams one = CountingApp.started(instance("one", protocol, CountingApp.STORE));
                LeatStreams two = instance("two", protocol, "other")) {
            Throwable refusal = refusal(two);
            assertEquals(
                    "TopologyException", refusal.getClass().getSimpleName(), refusal::toString);
            assertTrue(
                    refusal.getMessage()
                            .contains(
                                    "another topology than the other instances of application app"),
                    refusal.getMessage());
            assertWorks(one);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void shouldRefuseAnInstanceWithAnotherProtocol(String protocol) {
        String other = protocol.equals("classic") ? "streams" : "classic";
        try (LeatStreams one = CountingApp.started(instance("one", protocol, CountingApp.STORE));
                LeatStreams two = instance("two", other, CountingApp.STORE)) {
            assertOtherProtocol(refusal(two), other);
            assertWorks(one);
        }
    }

    private static void assertOtherProtocol(Throwable refusal, String protocol) {
        String message = refusal.getMessage();
        assertTrue(message.contains("group of application app"), refusal::toString);
        assertTrue(message.contains("group.protocol=" + protocol), message);
        assertTrue(message.contains("Stop"), message);
    }

    @Test
    void shouldRefuseToShareTasksWithKafkaStreams() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in").groupByKey().count();
        Properties settings = new Properties();
        settings.put("application.id", "app");
        settings.put("bootstrap.servers", app.bootstrap());
        settings.put("state.dir", folder.resolve("kafka").toString());
        settings.put("default.key.serde", Serdes.StringSerde.class);
        settings.put("default.value.serde", Serdes.StringSerde.class);
        try (KafkaStreams theirs = new KafkaStreams(builder.build(), settings);
                LeatStreams ours = instance("ours", "classic", CountingApp.STORE)) {
            theirs.start();
            await().atMost(CountingApp.PATIENCE)
                    .until(() -> theirs.state() == KafkaStreams.State.RUNNING);
            assertOtherProtocol(refusal(ours), "classic");
            assertEquals(KafkaStreams.State.RUNNING, theirs.state());
        }
    }
}
