package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leat.log.broker.metrics.Metric;
import io.leat.log.broker.node.StartException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server says about itself, asked over HTTP while Kafka's clients use it. */
final class MetricsTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern NAME =
            Pattern.compile("\\b(?:kafka|leat|jvm|process|netty)_[a-z]+_\\w+");

    @TempDir Path data;

    private LeatServer start(String... more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("listeners", "PLAINTEXT://127.0.0.1:0");
        settings.put("log.dirs", data.toString());
        settings.put("leat.admin.listener", "127.0.0.1:0");
        settings.put("offsets.topic.num.partitions", "2");
        settings.put("transaction.state.log.num.partitions", "2");
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return LeatServer.start(settings);
    }

    private static HttpResponse<String> get(LeatServer server, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + server.adminEndpoint() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static double value(String page, String series) {
        for (String line : page.split("\n")) {
            if (line.startsWith(series + " ")) {
                return Double.parseDouble(line.substring(series.length() + 1));
            }
        }
        throw new AssertionError("no " + series + " in\n" + page);
    }

    /** Writes ten records, reads six of them in a group, and begins a transaction. */
    private static void use(LeatServer server) throws Exception {
        String bootstrap = server.endpoint().toString();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1))).all().get();
        }
        Map<String, Object> writing =
                Map.of("bootstrap.servers", bootstrap, "transactional.id", "writer");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(writing, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>("orders", "value-" + i));
            }
            producer.commitTransaction();
        }
        Map<String, Object> reading =
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "group.id",
                        "readers",
                        "enable.auto.commit",
                        false);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(reading, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition("orders", 0);
            consumer.assign(Set.of(partition));
            consumer.seekToBeginning(Set.of(partition));
            while (consumer.poll(Duration.ofSeconds(5)).isEmpty()) {
                // the first poll may only find the leader
            }
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(6)));
        }
    }

    @Test
    void shouldCountWhatClientsDo() throws Exception {
        try (LeatServer server = start()) {
            use(server);
            String page = get(server, "/metrics").body();
            String orders = "{topic=\"orders\"}";
            String in = "kafka_server_brokertopicmetrics_messagesin_total";
            assertEquals(10, value(page, in + orders));
            assertEquals(10, value(page, in));
            assertTrue(value(page, "kafka_server_brokertopicmetrics_bytesin_total" + orders) > 100);
            assertTrue(
                    value(page, "kafka_server_brokertopicmetrics_bytesout_total" + orders) > 100);
            String partition = "{partition=\"0\",topic=\"orders\"}";
            assertEquals(11, value(page, "kafka_log_log_logendoffset" + partition));
            String group = "{consumergroup=\"readers\",partition=\"0\",topic=\"orders\"}";
            assertEquals(5, value(page, "kafka_consumergroup_lag" + group));
            assertEquals(6, value(page, "kafka_consumergroup_lead" + group));
            assertEquals(
                    1,
                    value(
                            page,
                            "kafka_coordinator_group_groupmetadatamanager_numgroups"
                                    + "{state=\"Empty\"}"));
            assertEquals(
                    1,
                    value(
                            page,
                            "kafka_network_requestmetrics_requests_total"
                                    + "{request=\"InitProducerId\"}"));
            assertEquals(0, value(page, "kafka_server_replicamanager_underreplicatedpartitions"));
            assertEquals(1, value(page, "kafka_controller_kafkacontroller_activecontrollercount"));
        }
    }

    @Test
    void shouldNameWhatItsDocumentationAndItsDashboardName() throws Exception {
        try (LeatServer server = start()) {
            use(server);
            String page = get(server, "/metrics").body();
            Set<String> answered = names(page);
            String documented = Files.readString(ROOT.resolve("log-server/docs/metrics.md"));
            for (Metric metric : Metric.values()) {
                assertTrue(
                        documented.contains("| `" + metric.text() + "` |"),
                        metric.text() + " is not in docs/metrics.md");
                assertTrue(answered.contains(metric.text()), metric.text() + " has no value");
            }
            assertAnswered(names(documented), answered, "docs/metrics.md");
            Path dashboard = ROOT.resolve("config/grafana-dashboard.json");
            JsonNode panels =
                    new ObjectMapper().readTree(Files.readString(dashboard)).get("panels");
            Set<String> shown = new TreeSet<>();
            panels.findValuesAsText("expr").forEach(expr -> shown.addAll(names(expr)));
            assertTrue(shown.size() > 20, "the dashboard shows " + shown);
            assertAnswered(shown, answered, dashboard.toString());
        }
    }

    private static void assertAnswered(Set<String> named, Set<String> answered, String where) {
        Set<String> missing = new TreeSet<>(named);
        missing.removeAll(answered);
        assertEquals(Set.of(), missing, where + " names metrics that /metrics does not have");
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    @Test
    void shouldSayHowItIs() throws Exception {
        try (LeatServer server = start()) {
            assertEquals(200, get(server, "/health/live").statusCode());
            HttpResponse<String> ready = get(server, "/health/ready");
            assertEquals(200, ready.statusCode());
            assertEquals("{\"status\":\"UP\",\"reason\":\"serving\"}", ready.body());
            assertEquals(404, get(server, "/secrets").statusCode());
        }
    }

    @Test
    void shouldShowMetricsToWhoeverHasTheTokenOnly() throws Exception {
        try (LeatServer server = start("leat.admin.token", "open sesame")) {
            assertEquals(401, get(server, "/metrics").statusCode());
            assertEquals(401, get(server, "/metrics", "Authorization", "Bearer open").statusCode());
            assertEquals(
                    200,
                    get(server, "/metrics", "Authorization", "Bearer open sesame").statusCode());
            assertEquals(200, get(server, "/health/live").statusCode());
        }
    }

    @Test
    void shouldRefuseToShowMetricsToStrangers() {
        StartException refused =
                assertThrows(StartException.class, () -> start("leat.admin.listener", "0.0.0.0:0"));
        assertTrue(refused.getMessage().contains("leat.admin.token"), refused.getMessage());
    }
}
