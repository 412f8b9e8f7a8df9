package io.leat.connect.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.TopicPartition;
import io.leat.connect.errors.ConnectException;
import io.leat.connect.storage.OffsetStorageReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The source offsets of one connector, in the compacted offsets topic: the key is the JSON of
 * {@code ["connector", {source partition}]}, the value the JSON of the source offset, as Kafka
 * Connect writes them. Owned by one task's thread.
 */
final class OffsetStore implements OffsetStorageReader {

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private final String connector;
    private final String topic;
    private final Map<String, Map<String, Object>> offsets = new HashMap<>();

    OffsetStore(String connector, String topic) {
        this.connector = connector;
        this.topic = topic;
    }

    /** Reads the topic to its end; {@code consumer} must read committed records only. */
    void load(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                apply(record);
            }
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        try {
            if (record.value() == null) {
                offsets.remove(key);
            } else {
                offsets.put(key, JSON.readValue(record.value(), MAP));
            }
        } catch (IOException e) {
            throw new ConnectException(
                    "the offset at "
                            + record.topic()
                            + "-"
                            + record.partition()
                            + "@"
                            + record.offset()
                            + " is no JSON object. Is another program writing to this topic?",
                    e);
        }
    }

    /** The record that makes {@code offset} the committed offset; null removes it. */
    ProducerRecord<byte[], byte[]> write(
            Map<String, ?> partition, @Nullable Map<String, ?> offset) {
        try {
            return new ProducerRecord<>(
                    topic,
                    key(partition).getBytes(StandardCharsets.UTF_8),
                    offset == null ? null : JSON.writeValueAsBytes(offset));
        } catch (JsonProcessingException e) {
            throw new ConnectException("a source offset must be plain values: " + offset, e);
        }
    }

    private String key(Map<String, ?> partition) {
        try {
            return JSON.writeValueAsString(List.of(connector, partition));
        } catch (JsonProcessingException e) {
            throw new ConnectException("a source partition must be plain values: " + partition, e);
        }
    }

    @Override
    public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
        return offsets.get(key(partition));
    }

    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(
            Collection<Map<String, T>> partitions) {
        Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
        for (Map<String, T> partition : partitions) {
            Map<String, Object> offset = offset(partition);
            if (offset != null) {
                found.put(partition, offset);
            }
        }
        return found;
    }
}
