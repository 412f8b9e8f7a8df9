package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.producer.LeatProducer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's clients push their metrics to a server, which offers them to Prometheus (KIP-714). */
final class ClientMetricsTest {

    private static final ConfigResource SUBSCRIPTION =
            new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "producers");

    @TempDir Path data;

    private LeatServer start() {
        return LeatServer.start(
                Map.of(
                        "listeners",
                        "PLAINTEXT://127.0.0.1:0",
                        "log.dirs",
                        data.toString(),
                        "leat.admin.listener",
                        "127.0.0.1:0"));
    }

    private static Admin admin(LeatServer server) {
        return Admin.create(
                Map.of("bootstrap.servers", "" + server.endpoint(), "enable.metrics.push", "true"));
    }

    private static void set(Admin admin, Map<String, String> settings) throws Exception {
        List<AlterConfigOp> changes =
                settings.entrySet().stream()
                        .map(
                                each ->
                                        new AlterConfigOp(
                                                new ConfigEntry(each.getKey(), each.getValue()),
                                                AlterConfigOp.OpType.SET))
                        .toList();
        admin.incrementalAlterConfigs(Map.of(SUBSCRIPTION, changes)).all().get();
    }

    private static String page(LeatServer server) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("http://" + server.adminEndpoint() + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void shouldOfferWhatKafkasProducerPushes() throws Exception {
        try (LeatServer server = start();
                Admin admin = admin(server)) {
            set(
                    admin,
                    Map.of(
                            "metrics", "org.apache.kafka.producer.",
                            "interval.ms", "100",
                            "match", "client_id=writer.*,client_software_name=apache-kafka-java"));
            Map<String, Object> settings =
                    Map.of("bootstrap.servers", "" + server.endpoint(), "client.id", "writer-1");
            try (KafkaProducer<String, String> producer =
                    new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
                for (int i = 0; i < 5; i++) {
                    producer.send(new ProducerRecord<>("orders", "value")).get();
                }
                Uuid id = producer.clientInstanceId(Duration.ofSeconds(10));
                assertNotEquals(Uuid.ZERO_UUID, id);
                String sent =
                        "org_apache_kafka_producer_topic_record_send_total{client_id=\"writer-1\","
                                + "client_instance_id=\""
                                + id
                                + "\",topic=\"orders\"} 5.0";
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertTrue(page(server).contains(sent)));
            }
            assertTrue(page(server).contains("kafka_server_client_metrics_instance_count"));
            assertNotEquals(null, admin.clientInstanceId(Duration.ofSeconds(10)));
        }
    }

    @Test
    void shouldDescribeListAndDeleteSubscriptions() throws Exception {
        try (LeatServer server = start();
                Admin admin = admin(server)) {
            set(admin, Map.of("interval.ms", "100"));
            var described = admin.describeConfigs(Set.of(SUBSCRIPTION)).all().get();
            ConfigEntry interval = described.get(SUBSCRIPTION).get("interval.ms");
            assertEquals("100", interval.value());
            assertEquals(ConfigEntry.ConfigSource.DYNAMIC_CLIENT_METRICS_CONFIG, interval.source());
            assertEquals("", described.get(SUBSCRIPTION).get("match").value());
            assertEquals(List.of(SUBSCRIPTION), listed(admin));
            AlterConfigOp delete =
                    new AlterConfigOp(
                            new ConfigEntry("interval.ms", ""), AlterConfigOp.OpType.DELETE);
            admin.incrementalAlterConfigs(Map.of(SUBSCRIPTION, List.of(delete))).all().get();
            assertEquals(List.of(), listed(admin));
            ExecutionException refused =
                    Assertions.assertThrows(
                            ExecutionException.class, () -> set(admin, Map.of("match", "x=y")));
            assertTrue(refused.getCause() instanceof InvalidConfigurationException);
        }
    }

    @Test
    void shouldOfferWhatOurClientsPush() throws Exception {
        try (LeatServer server = start();
                Admin admin = admin(server)) {
            set(admin, Map.of("metrics", "*", "interval.ms", "100"));
            Map<String, Object> settings =
                    Map.of("bootstrap.servers", "" + server.endpoint(), "client.id", "ours");
            try (var producer =
                    new LeatProducer<>(
                            settings,
                            new io.leat.common.serialization.StringSerializer(),
                            new io.leat.common.serialization.StringSerializer())) {
                producer.send(new io.leat.clients.producer.ProducerRecord<>("orders", "a")).get();
                String sent =
                        "org_apache_kafka_producer_record_send_total{client_id=\"ours\","
                                + "client_instance_id=\""
                                + producer.clientInstanceId(Duration.ofSeconds(10))
                                + "\"} 1.0";
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertTrue(page(server).contains(sent)));
            }
        }
    }

    /** Kafka's own tool ends its process, so that its texts stand here. */
    @Test
    void shouldPrintWhatKafkasScriptPrints() {
        try (LeatServer server = start()) {
            String at = "" + server.endpoint();
            assertEquals(
                    "Altered client metrics config for a.\n",
                    script(
                            at,
                            "--alter",
                            "--name",
                            "a",
                            "--metrics",
                            "x.,y.",
                            "--interval",
                            "200"));
            script(at, "--alter", "--name", "a", "--match", "client_id=a,client_source_port=1.*");
            assertEquals("a\n", script(at, "--list"));
            assertEquals(
                    "Client metrics configs for a are:\n"
                            + "  interval.ms=200\n"
                            + "  match=client_id=a,client_source_port=1.*\n"
                            + "  metrics=x.,y.\n",
                    script(at, "--describe"));
            assertEquals(
                    "The client metric resource b doesn't exist and doesn't have dynamic config.\n",
                    script(at, "--describe", "--name", "b"));
            script(at, "--alter", "--name", "a", "--interval", "");
            assertTrue(script(at, "--describe", "--name", "a").contains("interval.ms=300000"));
            assertTrue(
                    Tools.output(
                                    "kafka-configs",
                                    "--bootstrap-server",
                                    at,
                                    "--describe",
                                    "--entity-type",
                                    "client-metrics")
                            .contains("Dynamic configs for client-metrics a are:"));
            assertEquals(
                    "Deleted client metrics config for a.\n",
                    script(at, "--delete", "--name", "a"));
            assertEquals("\n", script(at, "--list"));
        }
    }

    private static String script(String server, String... arguments) {
        List<String> line = new ArrayList<>();
        line.addAll(List.of("kafka-client-metrics", "--bootstrap-server", server));
        line.addAll(List.of(arguments));
        return Tools.output(line.toArray(new String[0]));
    }

    private static List<ConfigResource> listed(Admin admin) throws Exception {
        return List.copyOf(
                admin.listConfigResources(
                                Set.of(ConfigResource.Type.CLIENT_METRICS),
                                new ListConfigResourcesOptions())
                        .all()
                        .get());
    }
}
