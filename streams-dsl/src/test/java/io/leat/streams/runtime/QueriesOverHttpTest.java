package io.leat.streams.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leat.clients.admin.Admin;
import io.leat.clients.admin.NewTopic;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.clients.producer.RecordMetadata;
import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringSerializer;
import io.leat.log.server.LeatServer;
import io.leat.streams.LeatStreams;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.http.PositionToken;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.SessionWindows;
import io.leat.streams.kstream.TimeWindows;
import io.leat.streams.query.KeyQuery;
import io.leat.streams.query.Position;
import io.leat.streams.query.PositionBound;
import io.leat.streams.query.StateQueryRequest;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.SessionStore;
import io.leat.streams.state.Stores;
import io.leat.streams.state.WindowStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances that share a store, asked over HTTP. */
final class QueriesOverHttpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int KEYS = 25;

    @TempDir Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private LeatServer server;
    private LeatStreams one;
    private LeatStreams two;

    @BeforeEach
    void start() throws Exception {
        server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", folder.resolve("log").toString(),
                                "offsets.topic.num.partitions", "2",
                                "group.initial.rebalance.delay.ms", "0"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            admin.createTopics(
                            List.of(
                                    new NewTopic("words", 3, (short) 1),
                                    new NewTopic("prices", 2, (short) 1),
                                    new NewTopic("names", 2, (short) 1)))
                    .all()
                    .get();
        }
        send("names", "k1", "Kay");
        for (int i = 0; i < KEYS; i++) {
            send("words", "k" + i, "w");
        }
        one = instance("one");
        two = instance("two");
    }

    @AfterEach
    void stop() throws Exception {
        one.close(Duration.ofSeconds(10));
        two.close(Duration.ofSeconds(10));
        server.close();
    }

    private String bootstrap() {
        return server.endpoint().host() + ":" + server.endpoint().port();
    }

    private RecordMetadata send(String topic, String key, String value) throws Exception {
        return send(topic, key, value, 1_000L);
    }

    private RecordMetadata send(String topic, String key, String value, long time)
            throws Exception {
        try (Producer<String, String> producer =
                new LeatProducer<>(
                        Map.of("bootstrap.servers", bootstrap()),
                        new StringSerializer(),
                        new StringSerializer())) {
            return producer.send(new ProducerRecord<>(topic, null, time, key, value)).get();
        }
    }

    private LeatStreams instance(String name) {
        StreamsBuilder builder = new StreamsBuilder();
        var words =
                builder.stream("words", Consumed.with(Serdes.String(), Serdes.String()))
                        .groupByKey(Grouped.with(Serdes.String(), Serdes.String()));
        words.count(
                Materialized.<String, Long, KeyValueStore<io.leat.common.utils.Bytes, byte[]>>as(
                        "counts"));
        words.windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofSeconds(1)))
                .count(
                        Materialized
                                .<String, Long, WindowStore<io.leat.common.utils.Bytes, byte[]>>as(
                                        "by-second"));
        words.windowedBy(
                        SessionWindows.ofInactivityGapAndGrace(
                                Duration.ofSeconds(1), Duration.ofMinutes(1)))
                .count(
                        Materialized
                                .<String, Long, SessionStore<io.leat.common.utils.Bytes, byte[]>>as(
                                        "sessions"));
        builder.table(
                "prices",
                Consumed.with(Serdes.String(), Serdes.String()),
                Materialized.as(
                        Stores.persistentVersionedKeyValueStore("prices", Duration.ofDays(1))));
        builder.globalTable(
                "names", Consumed.with(Serdes.String(), Serdes.String()), Materialized.as("names"));
        Properties settings = new Properties();
        settings.put("application.id", "app");
        settings.put("bootstrap.servers", bootstrap());
        settings.put("state.dir", folder.resolve(name).toString());
        settings.put("commit.interval.ms", 20);
        settings.put("queries.http.port", 0);
        LeatStreams streams = new LeatStreams(builder.build(), settings);
        streams.start();
        return streams;
    }

    private HttpResponse<String> get(LeatStreams instance, String path) {
        int port = instance.queriesHttpPort().orElseThrow();
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode json(LeatStreams instance, String path) {
        HttpResponse<String> response = get(instance, path);
        assertEquals(200, response.statusCode(), response.body());
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitAnswer(String path, String expected) {
        for (LeatStreams instance : List.of(one, two)) {
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> {
                                HttpResponse<String> answer = get(instance, path);
                                assertTrue(answer.body().contains(expected), answer.body());
                                assertEquals(200, answer.statusCode());
                            });
        }
    }

    @Test
    void shouldAnswerForSessionsAndVersions() throws Exception {
        send("words", "k1", "w", 1_500);
        send("words", "k1", "w", 9_000);
        awaitAnswer(
                "/stores/sessions/sessions/k1",
                "[{\"start\":1000,\"end\":1500,\"value\":2},{\"start\":9000,\"end\":9000,\"value\":1}]");
        awaitAnswer(
                "/stores/sessions/sessions/k1?from=2000",
                "[{\"start\":9000,\"end\":9000,\"value\":1}]");
        send("prices", "tea", "3", 1_000);
        send("prices", "tea", "4", 5_000);
        awaitAnswer("/stores/prices/keys/tea", "\"from\":5000,\"value\":\"4\"");
        awaitAnswer(
                "/stores/prices/keys/tea?asOf=4999", "\"from\":1000,\"to\":5000,\"value\":\"3\"");
        awaitAnswer(
                "/stores/prices/versions/tea",
                "[{\"from\":1000,\"to\":5000,\"value\":\"3\"},{\"from\":5000,\"value\":\"4\"}]");
        assertEquals(404, get(one, "/stores/prices/keys/tea?asOf=999").statusCode());
        assertEquals(400, get(one, "/stores/counts/versions/k1").statusCode());
        assertEquals(400, get(one, "/stores/counts/sessions/k1").statusCode());
    }

    @Test
    @Tag("live")
    void shouldAnswerForAllInstancesWhoeverIsAsked() throws Exception {
        await().atMost(PATIENCE).until(() -> bothHaveParts() && allCounted());

        for (int i = 0; i < KEYS; i++) {
            assertEquals(1, json(one, "/stores/counts/keys/k" + i).path("value").asInt());
            assertEquals(1, json(two, "/stores/counts/keys/k" + i).path("value").asInt());
        }
        assertEquals(404, get(one, "/stores/counts/keys/nobody").statusCode());
        assertEquals(404, get(one, "/stores/nothing/keys/k1").statusCode());
        assertEquals(404, get(one, "/other").statusCode());
        assertEquals(400, get(one, "/stores/counts/keys?limit=0").statusCode());

        assertEquals(keysInOrder(), pages(one, 4));
        assertEquals(
                List.of("k3", "k4", "k5"), keys(json(two, "/stores/counts/keys?from=k3&to=k5")));

        JsonNode windows = json(two, "/stores/by-second/windows/k7").path("windows");
        assertEquals(1_000, windows.path(0).path("start").asInt());
        assertEquals(1, windows.path(0).path("value").asInt());
        assertEquals("Kay", json(two, "/stores/names/keys/k1").path("value").asText());

        for (int more = 2; more < 6; more++) {
            RecordMetadata sent = send("words", "k3", "again");
            String token = PositionToken.of(sent.topic(), sent.partition(), sent.offset());
            JsonNode seen = json(more % 2 == 0 ? one : two, keyPath(token, 10_000));
            assertEquals(more, seen.path("value").asInt(), "reads what was just written");
            assertTrue(
                    PositionToken.decode(seen.path("position").asText())
                                    .getPartitionPositions("words")
                                    .get(sent.partition())
                            >= sent.offset());
        }
        String future = PositionToken.of("words", 0, 1_000_000);
        for (LeatStreams any : List.of(one, two)) {
            assertEquals(503, get(any, "/stores/counts/keys?position=" + future).statusCode());
        }
        globalStoreShouldObeyBounds();
    }

    private static String keyPath(String token, int waitMs) {
        return "/stores/counts/keys/k3?position=" + token + "&wait=" + waitMs;
    }

    private void globalStoreShouldObeyBounds() {
        StateQueryRequest<Object> request =
                StateQueryRequest.inStore("names").withQuery(KeyQuery.withKey("k1"));
        var answer = one.query(request).getGlobalResult();
        assertEquals("Kay", answer.getResult());
        Position seen = answer.getPosition();
        assertEquals(1, seen.getTopics().size(), seen.toString());
        assertTrue(
                one.query(request.withPositionBound(PositionBound.at(seen)))
                        .getGlobalResult()
                        .isSuccess());
        Position later = Position.emptyPosition().withComponent("names", 1, 99);
        assertTrue(
                one.query(request.withPositionBound(PositionBound.at(later)))
                        .getGlobalResult()
                        .isFailure());
    }

    private boolean bothHaveParts() {
        return one.state() == LeatStreams.State.RUNNING
                && two.state() == LeatStreams.State.RUNNING
                && one.metadataForAllStreamsClients().size() == 2
                && two.metadataForAllStreamsClients().size() == 2;
    }

    private boolean allCounted() {
        HttpResponse<String> response = get(two, "/stores/counts/keys?limit=1000");
        return response.statusCode() == 200 && response.body().split("\"id\"").length == KEYS + 1;
    }

    private static List<String> keysInOrder() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add("k" + i);
        }
        keys.sort(null);
        return keys;
    }

    private static List<String> keys(JsonNode page) {
        List<String> keys = new ArrayList<>();
        page.path("rows").forEach(row -> keys.add(row.path("key").asText()));
        return keys;
    }

    private List<String> pages(LeatStreams instance, int size) {
        List<String> keys = new ArrayList<>();
        String after = "";
        while (true) {
            JsonNode page = json(instance, "/stores/counts/keys?limit=" + size + after);
            assertTrue(page.path("rows").size() <= size);
            keys.addAll(keys(page));
            if (page.path("next").isMissingNode()) {
                return keys;
            }
            after = "&after=" + page.path("next").asText();
        }
    }
}
