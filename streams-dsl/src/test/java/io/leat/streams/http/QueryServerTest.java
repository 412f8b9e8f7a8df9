package io.leat.streams.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.TopicPartition;
import io.leat.common.serialization.LongSerializer;
import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.Serializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.streams.KeyQueryMetadata;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.StreamsMetadata;
import io.leat.streams.TopologyTestDriver;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.query.FailureReason;
import io.leat.streams.query.Position;
import io.leat.streams.query.QueryConfig;
import io.leat.streams.query.QueryResult;
import io.leat.streams.query.StateQueryRequest;
import io.leat.streams.query.StateQueryResult;
import io.leat.streams.state.HostInfo;
import io.leat.streams.state.Stores;
import io.leat.streams.state.spi.KeyedStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three instances, of which two share a table of numbers: odd and even ones. */
@NullUnmarked
class QueryServerTest {

    @TempDir Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private Instance even;
    private Instance odd;
    private Instance none;

    /** An instance with the rows of one partition, or none. */
    private final class Instance implements Queryable, AutoCloseable {

        private final int partition;
        private final TopologyTestDriver rows;
        private final QueryServer server;
        private HostInfo host;

        Instance(int partition) {
            this.partition = partition;
            this.rows = partition < 0 ? null : table(folder.resolve("part" + partition));
            this.server = QueryServer.start(this, Listen.here(0));
            this.host = new HostInfo("127.0.0.1", server.port());
            server.own(host);
        }

        void put(long key, String value) {
            rows.createInputTopic("in", new LongSerializer(), new StringSerializer())
                    .pipeInput(key, value, 5);
        }

        @Override
        public Serde<?> keys(String store) {
            return rows == null || !store.equals("rows")
                    ? null
                    : ((KeyedStore) rows.getStateStore(store)).keys();
        }

        @Override
        public <R> StateQueryResult<R> query(StateQueryRequest<R> request) {
            StateQueryResult<R> result = new StateQueryResult<>();
            boolean here = request.isAllPartitions() || request.getPartitions().contains(partition);
            result.addResult(
                    partition,
                    here
                            ? rows.getStateStore("rows")
                                    .query(
                                            request.getQuery(),
                                            request.getPositionBound(),
                                            new QueryConfig(false))
                            : QueryResult.forFailure(FailureReason.NOT_PRESENT, "elsewhere"));
            return result;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <K> KeyQueryMetadata where(String store, K key, Serializer<K> serializer) {
            boolean isOdd = ((Long) key) % 2 == 1;
            return new KeyQueryMetadata(isOdd ? odd.host : even.host, Set.of(), isOdd ? 1 : 0);
        }

        @Override
        public Collection<StreamsMetadata> instances() {
            return List.of(new Known(even.host), new Known(odd.host));
        }

        @Override
        public void close() {
            server.close();
            if (rows != null) {
                rows.close();
            }
        }
    }

    /** What is known of an instance that has the rows. */
    private record Known(HostInfo hostInfo) implements StreamsMetadata {

        @Override
        public Set<String> stateStoreNames() {
            return Set.of("rows");
        }

        @Override
        public Set<TopicPartition> topicPartitions() {
            return Set.of();
        }

        @Override
        public Set<TopicPartition> standbyTopicPartitions() {
            return Set.of();
        }

        @Override
        public Set<String> standbyStateStoreNames() {
            return Set.of();
        }

        @Override
        public String host() {
            return hostInfo.host();
        }

        @Override
        public int port() {
            return hostInfo.port();
        }
    }

    private static TopologyTestDriver table(Path folder) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.table(
                "in",
                Materialized.<Long, String>as(Stores.inMemoryKeyValueStore("rows"))
                        .withKeySerde(Serdes.Long())
                        .withValueSerde(Serdes.String()));
        Properties settings = new Properties();
        settings.put("state.dir", folder.toString());
        return new TopologyTestDriver(builder.build(), settings);
    }

    @BeforeEach
    void start() {
        even = new Instance(0);
        odd = new Instance(1);
        none = new Instance(-1);
        for (long key = 0; key < 7; key++) {
            (key % 2 == 0 ? even : odd).put(key, "v" + key);
        }
    }

    @AfterEach
    void stop() {
        List.of(even, odd, none).forEach(Instance::close);
    }

    private HttpResponse<String> get(Instance instance, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + instance.server.port() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void answers(String expected, Instance instance, String path) throws Exception {
        HttpResponse<String> response = get(instance, path);
        assertTrue(response.body().contains(expected), response.body());
        assertEquals(200, response.statusCode());
    }

    private void refuses(int status, Instance instance, String path) throws Exception {
        HttpResponse<String> response = get(instance, path);
        assertEquals(status, response.statusCode(), response.body());
        assertTrue(response.body().contains("\"error\""), response.body());
    }

    @Test
    void shouldFindAKeyWhereverItIs() throws Exception {
        for (Instance asked : List.of(even, odd, none)) {
            answers("\"value\":\"v3\"", asked, "/stores/rows/keys/3");
            answers("\"value\":\"v4\"", asked, "/stores/rows/keys/4");
        }
        refuses(404, even, "/stores/rows/keys/8");
        refuses(404, even, "/stores/rows/keys/9");
        byte[] five = ByteBuffer.allocate(8).putLong(5).array();
        answers("\"value\":\"v5\"", even, "/stores/rows/keys/base64:" + Json.base64(five));
        refuses(400, even, "/stores/rows/keys/five");
        refuses(404, even, "/stores/others/keys/5");
    }

    @Test
    void shouldListRowsOfAllInstancesPageByPage() throws Exception {
        for (Instance asked : List.of(even, odd, none)) {
            String first = get(asked, "/stores/rows/keys?limit=3").body();
            assertTrue(first.contains("v0") && first.contains("v1") && first.contains("v2"), first);
            assertTrue(!first.contains("v3"), first);
            String next = first.replaceAll(".*\"next\":\"([^\"]*)\".*", "$1");
            String second = get(asked, "/stores/rows/keys?limit=3&after=" + next).body();
            assertTrue(second.contains("v3") && second.contains("v5"), second);
            assertTrue(!second.contains("v2") && !second.contains("v6"), second);
            String last = get(asked, "/stores/rows/keys?limit=3&from=6").body();
            assertTrue(last.contains("v6") && !last.contains("next"), last);
        }
        refuses(400, even, "/stores/rows/keys?limit=0");
        refuses(400, even, "/stores/rows/keys?limit=many");
        refuses(400, even, "/stores/rows/windows/3");
    }

    @Test
    void shouldAnswerOnceAPositionIsReached() throws Exception {
        String token = PositionToken.of("in", 0, 4);
        refuses(503, odd, "/stores/rows/keys/4?position=" + token);
        var waiting =
                http.sendAsync(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "http://127.0.0.1:"
                                                        + odd.server.port()
                                                        + "/stores/rows/keys/4?wait=20000&position="
                                                        + token))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        even.put(4, "new");
        assertTrue(waiting.get().body().contains("new"), waiting.get().body());
        refuses(400, odd, "/stores/rows/keys/4?position=nonsense");
    }

    @Test
    void shouldSayWhichInstanceDoesNotAnswer() throws Exception {
        odd.server.close();
        refuses(502, even, "/stores/rows/keys/3");
        refuses(502, even, "/stores/rows/keys");
        answers("v2", even, "/stores/rows/keys/2");
    }

    @Test
    void shouldTellWhatThereIs() throws Exception {
        answers("{\"name\":\"rows\",\"instances\":[", none, "/stores");
        refuses(404, even, "/");
        refuses(404, even, "/stores/rows/other/3");
    }

    @Test
    void shouldSayThatAPortIsTaken() {
        String message =
                assertThrows(
                                StreamsException.class,
                                () -> QueryServer.start(even, Listen.here(odd.server.port())))
                        .getMessage();
        assertTrue(message.contains("queries.http.port"), message);
    }

    private int status(QueryServer server, String authorization) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/stores/rows/keys/3"));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    @Test
    void shouldAnswerOnlyWhoKnowsTheToken() throws Exception {
        String token = "a-token-of-some-length";
        Path file = Files.writeString(folder.resolve("token"), token + "\n");
        Listen listen = new Listen("0.0.0.0", 0, file.toString(), false);
        try (QueryServer asked = QueryServer.start(even, listen);
                QueryServer other = QueryServer.start(odd, listen)) {
            asked.own(even.host);
            HostInfo open = odd.host;
            odd.host = new HostInfo("127.0.0.1", other.port());
            other.own(odd.host);
            assertEquals(200, status(asked, "Bearer " + token)); // through the other one
            for (String wrong : new String[] {null, token, "Bearer", "Bearer " + token + "x"}) {
                assertEquals(401, status(asked, wrong), wrong);
            }
            odd.host = open;
        }
    }

    @Test
    void shouldNotLetEverybodyAskUnlessThatIsMeant() throws Exception {
        Listen all = new Listen("0.0.0.0", 0, null, false);
        String message =
                assertThrows(StreamsException.class, () -> QueryServer.start(even, all))
                        .getMessage();
        assertTrue(message.contains("queries.http.token.file"), message);
        QueryServer.start(even, new Listen("0.0.0.0", 0, null, true)).close();
        QueryServer.start(even, new Listen("localhost", 0, null, false)).close();
        for (String bad : List.of("", "short", "with spaces in the middle of it")) {
            Path file = Files.writeString(folder.resolve("bad"), bad);
            Listen listen = new Listen("0.0.0.0", 0, file.toString(), false);
            assertThrows(StreamsException.class, () -> QueryServer.start(even, listen), bad);
        }
        Listen missing = new Listen("127.0.0.1", 0, folder.resolve("none").toString(), false);
        assertThrows(StreamsException.class, () -> QueryServer.start(even, missing));
    }

    @Test
    void shouldWriteAndReadPositions() {
        Position position =
                Position.emptyPosition().withComponent("a", 1, 5).withComponent("b", 0, 7);
        assertEquals(position, PositionToken.decode(PositionToken.encode(position)));
        assertThrows(IllegalArgumentException.class, () -> PositionToken.decode("YQ"));
    }
}
