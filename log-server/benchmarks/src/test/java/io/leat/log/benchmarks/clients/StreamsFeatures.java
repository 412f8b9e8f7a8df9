package io.leat.log.benchmarks.clients;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Produced;

/**
 * Shows what Apache Kafka Streams works with: each feature counts values through a repartition
 * topic and a store, stops, and goes on where it was. A process of its own.
 */
public final class StreamsFeatures {

    private final String plaintext;
    private final String sasl;
    private final String tls;
    private final String trust;
    private final String prefix;

    private StreamsFeatures(String[] arguments) {
        plaintext = arguments[1];
        sasl = arguments[2];
        tls = arguments[3];
        trust = arguments[4].replace("ca.pem", "trust.p12");
        prefix = arguments[5];
    }

    public static void main(String[] arguments) throws InterruptedException {
        new StreamsFeatures(arguments).features().show();
    }

    private Features features() {
        Features features = new Features();
        add(features, "groups", plaintext);
        add(features, "transactions", plaintext, "processing.guarantee", "exactly_once_v2");
        login(features, "plain", "PLAIN", "plain.Plain");
        login(features, "scram", "SCRAM-SHA-256", "scram.Scram");
        add(
                features,
                "tls",
                tls,
                "security.protocol",
                "SSL",
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.location",
                trust,
                "ssl.truststore.password",
                "secret");
        add(features, "streams-groups", plaintext, "group.protocol", "streams");
        add(features, "telemetry", plaintext, "client.id", prefix + "-telemetry");
        return features;
    }

    private void login(Features features, String feature, String mechanism, String module) {
        add(
                features,
                feature,
                sasl,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                mechanism,
                "sasl.jaas.config",
                "org.apache.kafka.common.security."
                        + module
                        + "LoginModule required username=\"ann\" password=\"secret\";");
    }

    private void add(Features features, String feature, String address, String... more) {
        features.add(feature, () -> counts(prefix + "-" + feature, address, more));
    }

    private void counts(String topic, String address, String... more) throws Exception {
        String output = topic + "-counts";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", plaintext))) {
            admin.createTopics(List.of(new NewTopic(output, 1, (short) 1))).all().get();
        }
        Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "streams");
        Properties settings = new Properties();
        settings.put("application.id", topic);
        settings.put("bootstrap.servers", address);
        settings.put("state.dir", folder.toString());
        settings.put("commit.interval.ms", "100");
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        Map<String, Long> counts = new HashMap<>();
        for (String value : Features.VALUES) {
            counts.put(value, 1L);
        }
        write(topic, Features.VALUES);
        run(topic, settings, counts);
        write(topic, Collections.singletonList("one"));
        counts.put("one", 2L);
        run(topic, settings, counts);
    }

    private void write(String topic, List<String> values) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", plaintext);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, "key", value)).get();
            }
        }
    }

    /** Until the output says {@code counts}. */
    private void run(String topic, Properties settings, Map<String, Long> counts) throws Exception {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(topic, Consumed.with(Serdes.String(), Serdes.String()))
                .groupBy((key, value) -> value, Grouped.with(Serdes.String(), Serdes.String()))
                .count()
                .toStream()
                .to(topic + "-counts", Produced.with(Serdes.String(), Serdes.Long()));
        KafkaStreams streams = new KafkaStreams(builder.build(), settings);
        try {
            streams.start();
            Map<String, Object> reading =
                    Map.of("bootstrap.servers", plaintext, "isolation.level", "read_committed");
            try (KafkaConsumer<String, Long> consumer =
                    new KafkaConsumer<>(
                            reading, new StringDeserializer(), new LongDeserializer())) {
                TopicPartition partition = new TopicPartition(topic + "-counts", 0);
                consumer.assign(Arrays.asList(partition));
                consumer.seek(partition, 0);
                Map<String, Long> found = new HashMap<>();
                while (!found.equals(counts)) {
                    consumer.poll(Duration.ofMillis(200))
                            .forEach(each -> found.put(each.key(), each.value()));
                    if (streams.state() == KafkaStreams.State.ERROR) {
                        throw new AssertionError("it failed");
                    }
                }
            }
        } finally {
            // Otherwise the next one waits for a session to end.
            streams.close(
                    CloseOptions.groupMembershipOperation(
                            CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        }
    }
}
