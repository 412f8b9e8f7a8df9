package io.leat.log.benchmarks.clients;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What not each version of the Java client has; {@link JavaFeatures} has the rest. */
final class NewJavaFeatures {

    private static final Duration SOON = Duration.ofMillis(200);

    private static final Duration PUSHES = Duration.ofSeconds(5);

    private final String address;
    private final String prefix;

    NewJavaFeatures(String address, String prefix) {
        this.address = address;
        this.prefix = prefix;
    }

    private static void needs(String type) throws Features.Missing {
        try {
            Class.forName(type);
        } catch (ClassNotFoundException e) {
            throw new Features.Missing();
        }
    }

    private String name(String feature) {
        return prefix + "-" + feature;
    }

    private Properties settings(String... more) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", address);
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private void write(String topic, List<String> values) throws Exception {
        try (KafkaProducer<String, String> producer = producer(settings())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, "key", value)).get();
            }
        }
    }

    private static KafkaProducer<String, String> producer(Properties settings) {
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    /** The server assigns (KIP-848), and the group goes on where it was. */
    void groups() throws Exception {
        needs("org.apache.kafka.clients.consumer.GroupProtocol");
        String topic = name("groups-848");
        Properties settings =
                settings(
                        "group.id",
                        topic,
                        "group.protocol",
                        "consumer",
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        "false");
        for (List<String> values :
                Arrays.asList(Features.VALUES, Collections.singletonList("one more"))) {
            write(topic, values);
            try (KafkaConsumer<String, String> consumer =
                    new KafkaConsumer<>(
                            settings, new StringDeserializer(), new StringDeserializer())) {
                consumer.subscribe(Collections.singleton(topic));
                List<String> found = new ArrayList<>();
                while (found.size() < values.size()) {
                    consumer.poll(SOON).forEach(each -> found.add(each.value()));
                }
                Features.same(values, found);
                consumer.commitSync();
            }
        }
    }

    /** Records are acknowledged one by one (KIP-932): one that is released comes again. */
    void shareGroups() throws Exception {
        needs("org.apache.kafka.clients.consumer.internals.ShareAcquireMode"); // 3.9 is served by
        // nobody
        String topic = name("share-groups");
        Properties settings = settings("group.id", topic, "share.acknowledgement.mode", "explicit");
        write(topic, Features.VALUES);
        try (KafkaShareConsumer<String, String> consumer =
                new KafkaShareConsumer<>(
                        settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(Collections.singleton(topic));
            Features.same(Features.VALUES, shared(consumer, 3, "two"));
            Features.same(Collections.singletonList("two"), shared(consumer, 1, ""));
        }
        write(topic, Collections.singletonList("one more"));
        try (KafkaShareConsumer<String, String> consumer =
                new KafkaShareConsumer<>(
                        settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(Collections.singleton(topic));
            Features.same(Collections.singletonList("one more"), shared(consumer, 1, ""));
        }
    }

    private static List<String> shared(
            KafkaShareConsumer<String, String> consumer, int count, String released) {
        List<String> found = new ArrayList<>();
        while (found.size() < count) {
            for (ConsumerRecord<String, String> each : consumer.poll(SOON)) {
                found.add(each.value());
                consumer.acknowledge(
                        each,
                        each.value().equals(released)
                                ? AcknowledgeType.RELEASE
                                : AcknowledgeType.ACCEPT);
            }
            consumer.commitSync()
                    .values()
                    .forEach(
                            problem ->
                                    problem.ifPresent(
                                            e -> {
                                                throw e;
                                            }));
        }
        return found;
    }

    /** Asks what to push (KIP-714); what was pushed is looked for at the server. */
    void telemetry() throws Exception {
        try {
            KafkaProducer.class.getMethod("clientInstanceId", Duration.class);
        } catch (NoSuchMethodException e) {
            throw new Features.Missing();
        }
        try (KafkaProducer<String, String> producer =
                producer(settings("client.id", name("telemetry")))) {
            Uuid id = producer.clientInstanceId(Duration.ofSeconds(20));
            Features.same(false, id.equals(Uuid.ZERO_UUID));
            long end = System.nanoTime() + PUSHES.toNanos();
            while (System.nanoTime() < end) { // it pushes twice a second
                producer.send(new ProducerRecord<>(name("telemetry"), "key", "v")).get();
            }
        }
    }
}
