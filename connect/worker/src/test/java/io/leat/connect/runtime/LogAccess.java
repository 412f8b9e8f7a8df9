package io.leat.connect.runtime;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.PartitionInfo;
import io.leat.common.TopicPartition;
import io.leat.common.header.Header;
import io.leat.common.serialization.ByteArraySerializer;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes topics for a test. */
final class LogAccess implements AutoCloseable {

    private final String bootstrap;
    private final LeatProducer<String, String> producer;
    private final LeatConsumer<String, String> committed;
    private final LeatConsumer<String, String> all;

    LogAccess(String bootstrap) {
        this.bootstrap = bootstrap;
        producer =
                new LeatProducer<>(
                        Map.of("bootstrap.servers", bootstrap),
                        new StringSerializer(),
                        new StringSerializer());
        committed = consumer("read_committed");
        all = consumer("read_uncommitted");
    }

    private LeatConsumer<String, String> consumer(String isolation) {
        return new LeatConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", isolation),
                new StringDeserializer(),
                new StringDeserializer());
    }

    void send(String topic, String value) {
        try {
            producer.send(new ProducerRecord<>(topic, value)).get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    LeatProducer<byte[], byte[]> transactional(String id) {
        LeatProducer<byte[], byte[]> made =
                new LeatProducer<>(
                        Map.of("bootstrap.servers", bootstrap, "transactional.id", id),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        made.initTransactions();
        return made;
    }

    /** The values of all committed records. */
    List<String> values(String topic) {
        return records(topic).stream().map(ConsumerRecord::value).toList();
    }

    List<ConsumerRecord<String, String>> records(String topic) {
        return read(committed, topic);
    }

    List<ConsumerRecord<String, String>> uncommitted(String topic) {
        return read(all, topic);
    }

    private static List<ConsumerRecord<String, String>> read(
            LeatConsumer<String, String> consumer, String topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (PartitionInfo info : consumer.partitionsFor(topic)) {
            partitions.add(new TopicPartition(topic, info.partition()));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
        return records;
    }

    static Map<String, String> headers(ConsumerRecord<?, ?> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }

    @Override
    public void close() {
        producer.close();
        committed.close();
        all.close();
    }
}
