package io.leat.log.benchmarks.clients;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Shows feature by feature what the Java client works with, as the programs in {@code clients} do;
 * a process of its own, with the client of any version since 2.1.
 */
public final class JavaFeatures {

    private final String plaintext;
    private final String sasl;
    private final String tls;
    private final String trust;
    private final String prefix;

    private JavaFeatures(String[] arguments) {
        plaintext = arguments[1];
        sasl = arguments[2];
        tls = arguments[3];
        trust = arguments[4].replace("ca.pem", "trust.p12");
        prefix = arguments[5];
    }

    public static void main(String[] arguments) throws InterruptedException {
        new JavaFeatures(arguments).features().show();
    }

    private Features features() {
        Features features = new Features();
        features.add("produce", () -> thereAndBack("produce", plain()));
        for (String codec : Arrays.asList("gzip", "snappy", "lz4", "zstd")) {
            features.add(codec, () -> thereAndBack(codec, plain("compression.type", codec)));
        }
        features.add(
                "fetch",
                () -> Features.same(Features.VALUES.subList(1, 3), read("produce", plain(), 1, 2)));
        features.add("groups", this::groups);
        features.add("offsets", this::offsets);
        features.add("transactions", this::transactions);
        Properties once = plain("enable.idempotence", "true");
        features.add("idempotence", () -> thereAndBack("idempotence", once));
        features.add("admin", this::admin);
        features.add("plain", () -> thereAndBack("plain", login("PLAIN", "plain.Plain")));
        Properties scram = login("SCRAM-SHA-256", "scram.Scram");
        features.add("scram", () -> thereAndBack("scram", scram));
        features.add("tls", () -> thereAndBack("tls", encrypted()));
        features.add("headers", this::headers);
        features.add("timestamps", this::timestamps);
        NewJavaFeatures later = new NewJavaFeatures(plaintext, prefix);
        features.add("groups-848", later::groups);
        features.add("share-groups", later::shareGroups);
        features.add("telemetry", later::telemetry);
        return features;
    }

    private Properties at(String address, String... settings) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", address);
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", "false");
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(settings[i], settings[i + 1]);
        }
        return properties;
    }

    private Properties plain(String... settings) {
        return at(plaintext, settings);
    }

    private Properties login(String mechanism, String module) {
        return at(
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

    private Properties encrypted() {
        return at(
                tls,
                "security.protocol",
                "SSL",
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.location",
                trust,
                "ssl.truststore.password",
                "secret");
    }

    private String topic(String feature) {
        return prefix + "-" + feature;
    }

    private static KafkaProducer<String, String> producer(Properties settings) {
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static KafkaConsumer<String, String> consumer(Properties settings) {
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    private RecordMetadata write(Properties settings, ProducerRecord<String, String> record)
            throws Exception {
        try (KafkaProducer<String, String> producer = producer(settings)) {
            return producer.send(record).get();
        }
    }

    private void write(String feature, Properties settings, List<String> values) throws Exception {
        try (KafkaProducer<String, String> producer = producer(settings)) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic(feature), "key", value)).get();
            }
        }
    }

    private static List<ConsumerRecord<String, String>> poll(
            KafkaConsumer<String, String> consumer, int count) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        while (records.size() < count) {
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        return records;
    }

    private List<ConsumerRecord<String, String>> records(
            String feature, Properties settings, long from, int count) {
        try (KafkaConsumer<String, String> consumer = consumer(settings)) {
            TopicPartition partition = new TopicPartition(topic(feature), 0);
            consumer.assign(Collections.singleton(partition));
            consumer.seek(partition, from);
            return poll(consumer, count);
        }
    }

    private List<String> read(String feature, Properties settings, long from, int count) {
        List<String> values = new ArrayList<>();
        records(feature, settings, from, count).forEach(each -> values.add(each.value()));
        return values;
    }

    private void thereAndBack(String feature, Properties settings) throws Exception {
        write(feature, settings, Features.VALUES);
        Features.same(Features.VALUES, read(feature, settings, 0, Features.VALUES.size()));
    }

    private void groups() throws Exception {
        for (List<String> values :
                Arrays.asList(Features.VALUES, Collections.singletonList("one more"))) {
            write("groups", plain(), values);
            try (KafkaConsumer<String, String> consumer =
                    consumer(plain("group.id", topic("groups")))) {
                consumer.subscribe(Collections.singleton(topic("groups")));
                List<String> found = new ArrayList<>();
                poll(consumer, values.size()).forEach(each -> found.add(each.value()));
                Features.same(values, found);
                consumer.commitSync();
            }
        }
    }

    private void offsets() {
        TopicPartition partition = new TopicPartition(topic("produce"), 0);
        for (long expected : new long[] {0, 2}) {
            try (KafkaConsumer<String, String> consumer =
                    consumer(plain("group.id", topic("offsets")))) {
                consumer.assign(Collections.singleton(partition));
                Features.same(expected, consumer.position(partition));
                consumer.commitSync(
                        Collections.singletonMap(partition, new OffsetAndMetadata(2, "note")));
            }
        }
    }

    private void transactions() throws Exception {
        try (KafkaProducer<String, String> producer =
                producer(plain("transactional.id", topic("transactions")))) {
            producer.initTransactions();
            for (String value : Arrays.asList("aborted", "committed")) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(topic("transactions"), value)).get();
                if (value.equals("aborted")) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
        }
        Properties committed = plain("isolation.level", "read_committed");
        Features.same(
                Collections.singletonList("committed"), read("transactions", committed, 0, 1));
    }

    private void admin() throws Exception {
        try (AdminClient admin = AdminClient.create(plain())) {
            String made = topic("made");
            admin.createTopics(Collections.singleton(new NewTopic(made, 2, (short) 1))).all().get();
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, made);
            Features.same(
                    false,
                    admin.describeConfigs(Collections.singleton(resource))
                            .all()
                            .get()
                            .get(resource)
                            .entries()
                            .isEmpty());
            admin.deleteTopics(Collections.singleton(made)).all().get();
        }
    }

    private void headers() throws Exception {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic("headers"), "v");
        record.headers().add("k1", new byte[] {1});
        write(plain(), record);
        byte[] found = records("headers", plain(), 0, 1).get(0).headers().lastHeader("k1").value();
        Features.same((byte) 1, found[0]);
    }

    private void timestamps() throws Exception {
        long then = System.currentTimeMillis() - 3_600_000;
        write(plain(), new ProducerRecord<>(topic("timestamps"), null, then, "k", "v"));
        Features.same(then, records("timestamps", plain(), 0, 1).get(0).timestamp());
    }
}
