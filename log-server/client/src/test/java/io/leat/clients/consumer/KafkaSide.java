package io.leat.clients.consumer;

import io.leat.clients.Server;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringSerializer;

/** Apache Kafka's clients on a server, to write what ours shall read and to see what ours did. */
public final class KafkaSide implements AutoCloseable {

    /** Timestamp of the first record; each next one is a millisecond later. */
    public static final long TIME = 1_700_000_000_000L;

    private final Server node;
    private final Admin admin;
    private final KafkaProducer<String, String> producer;

    public KafkaSide(Server node) {
        this.node = node;
        this.admin = Admin.create(Map.of("bootstrap.servers", node.bootstrap()));
        this.producer = producer(Map.of());
    }

    public String bootstrap() {
        return node.bootstrap();
    }

    public String topic(String name, int partitions) {
        join(() -> admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all());
        return name;
    }

    void grow(String topic, int partitions) {
        join(
                () ->
                        admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                                .all());
    }

    private KafkaProducer<String, String> producer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", node.bootstrap());
        all.put("linger.ms", "5");
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    public void produce(
            String topic, int partition, int from, int count, Map<String, Object> settings) {
        if (settings.isEmpty()) {
            send(producer, topic, partition, from, count);
            producer.flush();
            return;
        }
        try (KafkaProducer<String, String> special = producer(settings)) {
            send(special, topic, partition, from, count);
        }
    }

    private static void send(
            KafkaProducer<String, String> by, String topic, int partition, int from, int count) {
        for (int i = from; i < from + count; i++) {
            by.send(
                    new ProducerRecord<>(
                            topic,
                            partition,
                            TIME + i,
                            "key-" + i,
                            "value-" + i,
                            List.of(
                                    new RecordHeader(
                                            "h", ("h" + i).getBytes(StandardCharsets.UTF_8)))));
        }
    }

    void transaction(String topic, String id, int from, int count, boolean commit) {
        try (KafkaProducer<String, String> special = producer(Map.of("transactional.id", id))) {
            special.initTransactions();
            special.beginTransaction();
            send(special, topic, 0, from, count);
            special.flush();
            if (commit) {
                special.commitTransaction();
            } else {
                special.abortTransaction();
            }
        }
    }

    public long committed(String group, String topic, int partition) {
        OffsetAndMetadata offset =
                join(() -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                        .get(new TopicPartition(topic, partition));
        return offset == null ? -1 : offset.offset();
    }

    private interface Asking<T> {
        org.apache.kafka.common.KafkaFuture<T> ask();
    }

    private static <T> T join(Asking<T> asking) {
        try {
            return asking.ask().get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
