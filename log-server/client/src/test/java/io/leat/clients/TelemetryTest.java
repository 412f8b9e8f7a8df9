package io.leat.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.AlterConfigOp;
import io.leat.clients.admin.ConfigEntry;
import io.leat.clients.admin.ListConfigResourcesOptions;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.Uuid;
import io.leat.common.config.ConfigResource;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Metric;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Our clients push their metrics (KIP-714); {@code ClientMetricsTest} of the server, too. */
final class TelemetryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final ConfigResource ALL =
            new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "all");

    private static LeatProducer<String, String> producer(String bootstrap, boolean push) {
        return new LeatProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "client.id",
                        "writer",
                        "enable.metrics.push",
                        push),
                new StringSerializer(),
                new StringSerializer());
    }

    private static LeatConsumer<String, String> consumer(String bootstrap) {
        return new LeatConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "client.id", "reader"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private static void subscribe(Admin admin, String metrics) throws Exception {
        admin.incrementalAlterConfigs(
                        Map.of(
                                ALL,
                                List.of(
                                        set("metrics", metrics),
                                        set("interval.ms", "100"),
                                        set("match", "client_software_name=leat"))))
                .all()
                .get();
        Awaitility.await() // until it is known
                .during(Duration.ofMillis(500)) // what answers clients learns of it a little later
                .atMost(PATIENCE)
                .until(
                        () ->
                                admin.listConfigResources(
                                                Set.of(ConfigResource.Type.CLIENT_METRICS),
                                                new ListConfigResourcesOptions())
                                        .all()
                                        .get()
                                        .contains(ALL));
    }

    private static AlterConfigOp set(String key, String value) {
        return new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    }

    private static double sum(String metric) {
        return PushedMetrics.ALL.stream()
                .flatMap(push -> push.metrics().stream())
                .filter(each -> each.getName().equals(metric))
                .mapToDouble(each -> each.getSum().getDataPoints(0).getAsDouble())
                .sum();
    }

    @Test
    void shouldPushWhatIsSubscribedToAndAtLastWhatCameSince() throws Exception {
        try (ApacheKafka kafka =
                        ApacheKafka.start(
                                Map.of("metric.reporters", PushedMetrics.class.getName()));
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            subscribe(admin, "org.apache.kafka.producer.record.");
            try (var producer = producer(kafka.bootstrap(), true)) {
                producer.send(new ProducerRecord<>("telemetry", "a")).get();
                assertNotNull(producer.clientInstanceId(PATIENCE));
                String sent = "org.apache.kafka.producer.record.send.total";
                Awaitility.await().atMost(PATIENCE).until(() -> sum(sent) == 1);
                subscribe(admin, "*");
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> sum("org.apache.kafka.producer.request.total") >= 1);
                producer.send(new ProducerRecord<>("telemetry", "b")).get();
            }
            var first = PushedMetrics.ALL.peek();
            assertEquals("writer", first.clientId());
            assertTrue(
                    first.metrics().stream()
                            .allMatch(
                                    each ->
                                            each.getName()
                                                    .startsWith(
                                                            "org.apache.kafka.producer.record.")));
            Metric total = first.metrics().get(0);
            assertEquals(
                    AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA,
                    total.getSum().getAggregationTemporality());
            assertTrue(PushedMetrics.ALL.stream().anyMatch(PushedMetrics.Push::last));
            assertEquals(2, sum("org.apache.kafka.producer.record.send.total"));
        }
    }

    @ParameterizedTest(name = "on {0}", autoCloseArguments = false)
    @ArgumentsSource(BothServers.class)
    void shouldTellWhatBrokersCallAClientWhereTheyTakeMetrics(Server server) {
        try (var producer = producer(server.bootstrap(), true);
                var consumer = consumer(server.bootstrap())) {
            if (server.apacheKafka()) { // it has no plugin that takes them
                assertNull(producer.clientInstanceId(Duration.ofMillis(200)));
                return;
            }
            Uuid id = producer.clientInstanceId(PATIENCE);
            assertNotNull(id);
            assertEquals(id, producer.clientInstanceId(Duration.ZERO));
            assertNotNull(consumer.clientInstanceId(PATIENCE));
        }
    }

    @ParameterizedTest(name = "on {0}", autoCloseArguments = false)
    @ArgumentsSource(BothServers.class)
    void shouldPushNothingIfToldSo(Server server) {
        try (var producer = producer(server.bootstrap(), false)) {
            assertThrows(
                    IllegalStateException.class, () -> producer.clientInstanceId(Duration.ZERO));
            assertThrows(
                    IllegalStateException.class,
                    () -> {
                        try (Admin admin =
                                Admin.create(Map.of("bootstrap.servers", server.bootstrap()))) {
                            admin.clientInstanceId(Duration.ZERO);
                        }
                    });
        }
    }

    @ParameterizedTest(name = "on {0}", autoCloseArguments = false)
    @ArgumentsSource(BothServers.class)
    void shouldListWhatHasConfigurations(Server server) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrap()))) {
            var brokers =
                    admin.listConfigResources(
                                    Set.of(ConfigResource.Type.BROKER),
                                    new ListConfigResourcesOptions())
                            .all()
                            .get();
            assertEquals(
                    List.of(new ConfigResource(ConfigResource.Type.BROKER, "1")),
                    List.copyOf(brokers));
            assertTrue(admin.listConfigResources().all().get().containsAll(brokers));
        }
    }
}
