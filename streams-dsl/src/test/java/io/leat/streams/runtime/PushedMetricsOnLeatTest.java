package io.leat.streams.runtime;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.AlterConfigOp;
import io.leat.clients.admin.ConfigEntry;
import io.leat.clients.admin.NewTopic;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.config.ConfigResource;
import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringSerializer;
import io.leat.log.server.LeatServer;
import io.leat.streams.LeatStreams;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.Materialized;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application records reaches the brokers through its clients (KIP-1076), as of Kafka. */
@NullUnmarked
class PushedMetricsOnLeatTest {

    private static final Pattern LINE =
            Pattern.compile("(org_apache_kafka_stream_\\w+)\\{[^}]*client_id=\"(\\w+)-([^\"]*)\"");

    /** Leat has no such numbers, or only while it restores (docs/metrics.md). */
    private static final List<String> NOT_OURS =
            List.of(
                    "org_apache_kafka_stream_state_updater_checkpoint_ratio consumer",
                    "org_apache_kafka_stream_state_number_open_files consumer",
                    "org_apache_kafka_stream_(state|task)_restore[ _].*");

    @TempDir Path folder;

    private LeatServer server(String name) {
        return LeatServer.start(
                Map.of(
                        "listeners", "PLAINTEXT://127.0.0.1:0",
                        "log.dirs", folder.resolve(name + "-log").toString(),
                        "offsets.topic.num.partitions", "1",
                        "transaction.state.log.num.partitions", "1",
                        "group.initial.rebalance.delay.ms", "0",
                        "leat.admin.listener", "127.0.0.1:0"));
    }

    private static void prepare(Admin admin) throws Exception {
        admin.createTopics(List.of(new NewTopic("in", 1, (short) 1))).all().get();
        AlterConfigOp metrics =
                new AlterConfigOp(
                        new ConfigEntry("metrics", "org.apache.kafka.stream."),
                        AlterConfigOp.OpType.SET);
        AlterConfigOp interval =
                new AlterConfigOp(new ConfigEntry("interval.ms", "100"), AlterConfigOp.OpType.SET);
        ConfigResource all = new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "all");
        admin.incrementalAlterConfigs(Map.of(all, List.of(metrics, interval))).all().get();
    }

    private Properties settings(LeatServer server, String application) {
        Properties settings = new Properties();
        settings.put("application.id", application);
        settings.put("client.id", application);
        settings.put("bootstrap.servers", server.endpoint().toString());
        settings.put("commit.interval.ms", "50");
        settings.put("auto.offset.reset", "earliest");
        settings.put("metrics.recording.level", "TRACE");
        settings.put("state.dir", folder.resolve(application).toString());
        return settings;
    }

    private static LeatStreams leat(Properties settings) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.as("counts"));
        LeatStreams streams = new LeatStreams(builder.build(), settings);
        streams.start();
        return streams;
    }

    private static KafkaStreams kafka(Properties settings) {
        var texts = org.apache.kafka.common.serialization.Serdes.String();
        var builder = new org.apache.kafka.streams.StreamsBuilder();
        builder.stream("in", org.apache.kafka.streams.kstream.Consumed.with(texts, texts))
                .groupByKey(org.apache.kafka.streams.kstream.Grouped.with(texts, texts))
                .count(org.apache.kafka.streams.kstream.Materialized.as("counts"));
        KafkaStreams streams = new KafkaStreams(builder.build(), settings);
        streams.start();
        return streams;
    }

    private static String page(LeatServer server) throws Exception {
        URI page = URI.create("http://" + server.adminEndpoint() + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Which metrics came from which client of {@code application}. */
    private static Set<String> pushed(LeatServer server, String application) throws Exception {
        Set<String> names = new TreeSet<>();
        for (Matcher line = LINE.matcher(page(server)); line.find(); ) {
            if (line.group(2).equals(application)) {
                // Prometheus ends the names of counters with that.
                String name = line.group(1).replaceAll("_total$", "");
                names.add(name + " " + line.group(3).replace("StreamThread-1-", ""));
            }
        }
        return names;
    }

    /** What there is nothing to say of yet, which Leat does not push. */
    private static Set<String> withoutValue(LeatStreams streams) {
        Set<String> names = new TreeSet<>();
        streams.metrics()
                .forEach(
                        (name, metric) -> {
                            if (metric.metricValue() instanceof Double value
                                    && !Double.isFinite(value)) {
                                String group = name.group().replace("-metrics", "");
                                names.add(
                                        ("org_apache_kafka_" + group + "_" + name.name())
                                                        .replace('-', '_')
                                                + " consumer");
                            }
                        });
        return names;
    }

    private static void send(LeatServer server) {
        try (LeatProducer<String, String> producer =
                new LeatProducer<>(
                        Map.of("bootstrap.servers", server.endpoint().toString()),
                        new StringSerializer(),
                        new StringSerializer())) {
            producer.send(new ProducerRecord<>("in", "key", "value"));
        }
    }

    private static boolean hasAll(Set<String> names) {
        return names.stream().anyMatch(each -> each.startsWith("org_apache_kafka_stream_task"))
                && names.stream().anyMatch(each -> each.contains("state_estimate_num_keys"))
                && names.stream().anyMatch(each -> each.contains("client_state"))
                && names.stream().anyMatch(each -> each.contains("state_updater"));
    }

    /** What {@code application} pushes until all of it was seen. */
    private Set<String> pushedBy(String application) throws Exception {
        try (LeatServer server = server(application);
                Admin admin = Admin.create(Map.of("bootstrap.servers", "" + server.endpoint()))) {
            prepare(admin);
            send(server);
            Properties settings = settings(server, application);
            Set<String> valueless = new TreeSet<>();
            try (AutoCloseable streams =
                    application.equals("leat") ? leat(settings) : kafka(settings)) {
                await().atMost(CountingApp.PATIENCE)
                        .untilAsserted(
                                () -> {
                                    Set<String> names = pushed(server, application);
                                    assertTrue(hasAll(names), names::toString);
                                });
                if (streams instanceof LeatStreams ours) {
                    valueless.addAll(withoutValue(ours));
                }
                valueless.addAll(pushed(server, application));
                return valueless;
            }
        }
    }

    @Test
    void shouldPushWhatKafkaStreamsPushes() throws Exception {
        Set<String> missing = pushedBy("kafka");
        missing.removeAll(pushedBy("leat"));
        missing.removeIf(one -> NOT_OURS.stream().anyMatch(one::matches));
        assertEquals("", String.join("\n", missing), "missing");
    }
}
