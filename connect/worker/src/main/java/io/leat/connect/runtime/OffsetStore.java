package io.leat.connect.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.leat.clients.admin.Admin;
import io.leat.clients.admin.OffsetSpec;
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
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The source offsets of one connector, in the compacted offsets topic: the key is the JSON of
 * {@code ["connector", {source partition}]}, the value the JSON of the source offset, as Kafka
 * Connect writes them. Owned by one thread: a task's, or that of a connector.
 */
final class OffsetStore implements OffsetStorageReader, AutoCloseable {

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
    private static final Duration POLL_WAIT = Duration.ofMillis(200);
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private final String connector;
    private final String topic;
    private final Readers readers;
    private final Map<String, Map<String, Object>> offsets = new HashMap<>();
    private BooleanSupplier stopping = () -> false;
    private List<TopicPartition> partitions = List.of();
    private @Nullable Consumer<byte[], byte[]> reader;
    private @Nullable Admin admin;

    /** Makes the clients that read the topic; called on the thread that uses them. */
    interface Readers {

        /** Reads committed records only. */
        Consumer<byte[], byte[]> offsetReader();

        Admin admin();
    }

    OffsetStore(String connector, String topic, Readers readers) {
        this.connector = connector;
        this.topic = topic;
        this.readers = readers;
    }

    /** Reads the topic to its end; gives up when {@code stopping} says so. */
    void open(BooleanSupplier stopping) throws InterruptedException {
        this.stopping = stopping;
        Consumer<byte[], byte[]> opened = readers.offsetReader();
        reader = opened;
        admin = readers.admin();
        partitions =
                opened.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        opened.assign(partitions);
        opened.seekToBeginning(partitions);
        refresh();
    }

    /**
     * Reads what was written since. The end is that of all records, not of the committed ones: a
     * transaction of another connector may be open before offsets that are committed already, and
     * hides them until it ends. Going on without them would repeat records.
     */
    private void refresh() throws InterruptedException {
        Consumer<byte[], byte[]> open = Objects.requireNonNull(reader, "the store is not open");
        Map<TopicPartition, Long> ends = ends();
        while (ends.entrySet().stream().anyMatch(e -> open.position(e.getKey()) < e.getValue())) {
            if (stopping.getAsBoolean()) {
                throw new InterruptedException("stopped while reading source offsets");
            }
            for (ConsumerRecord<byte[], byte[]> record : open.poll(POLL_WAIT)) {
                apply(record);
            }
        }
    }

    private Map<TopicPartition, Long> ends() throws InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        try {
            Objects.requireNonNull(admin, "the store is not open")
                    .listOffsets(latest)
                    .all()
                    .get()
                    .forEach((partition, info) -> ends.put(partition, info.offset()));
            return ends;
        } catch (ExecutionException e) {
            throw new ConnectException(
                    "cannot read the offsets topic " + topic + ".", Causes.of(e));
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
        return offsets(List.of(partition)).get(partition);
    }

    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> wanted) {
        try {
            refresh();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while reading source offsets", e);
        }
        Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
        for (Map<String, T> partition : wanted) {
            Map<String, Object> offset = offsets.get(key(partition));
            if (offset != null) {
                found.put(partition, offset);
            }
        }
        return found;
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
        if (admin != null) {
            admin.close();
        }
    }
}
