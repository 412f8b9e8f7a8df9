package io.leat.log.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Apache Kafka's clients with the settings of the comparison: the same for both servers. */
final class ApacheClients {

    private ApacheClients() {}

    static Map<String, Object> producerSettings(String bootstrap) {
        return producerSettings(Map.of("bootstrap.servers", bootstrap));
    }

    static Map<String, Object> producerSettings(Map<String, Object> clients) {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put("acks", "all");
        settings.put("batch.size", 64 << 10);
        settings.put("linger.ms", 5);
        return settings;
    }

    static Producer<byte[], byte[]> producer(Map<String, Object> settings) {
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A consumer without a group that has all partitions of the topic. */
    static Consumer<byte[], byte[]> consumer(String bootstrap, String topic, String isolation) {
        return consumer(Map.of("bootstrap.servers", bootstrap), topic, isolation);
    }

    static Consumer<byte[], byte[]> consumer(
            Map<String, Object> clients, String topic, String isolation) {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.put("isolation.level", isolation);
        Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(partitions(topic));
        return consumer;
    }

    private static List<TopicPartition> partitions(String topic) {
        return IntStream.range(0, Topics.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    /** A value that does not compress, the same in every run. */
    static byte[] value(int size) {
        byte[] value = new byte[size];
        new Random(42).nextBytes(value);
        return value;
    }

    /** Keeps the first failure of a run. */
    static final class Failures {

        private final AtomicReference<Exception> first = new AtomicReference<>();
        final Callback callback =
                (metadata, failure) -> {
                    if (failure != null) {
                        first.compareAndSet(null, failure);
                    }
                };

        void check() {
            Exception failure = first.get();
            if (failure != null) {
                throw new IllegalStateException("a record was not acknowledged", failure);
            }
        }
    }
}
