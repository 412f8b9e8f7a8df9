package io.leat.log.benchmarks.jmh;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.CloseableIterator;

/**
 * Fetched bytes into records with Apache Kafka's batches and deserializers, in the steps of its
 * consumer. One thread.
 */
final class ApacheDecode<T> {

    private static final String TOPIC = "topic";

    private final ByteBuffer batches;
    private final Deserializer<T> deserializer;
    private final BufferSupplier buffers = BufferSupplier.create();

    private ApacheDecode(ByteBuffer batches, Deserializer<T> deserializer) {
        this.batches = batches;
        this.deserializer = deserializer;
    }

    static ApacheDecode<byte[]> ofBytes(ByteBuffer batches) {
        return new ApacheDecode<>(batches, new ByteArrayDeserializer());
    }

    static ApacheDecode<String> ofStrings(ByteBuffer batches) {
        return new ApacheDecode<>(batches, new StringDeserializer());
    }

    /** Decodes all of it. */
    List<ConsumerRecord<T, T>> decode() {
        List<ConsumerRecord<T, T>> records = new ArrayList<>(512);
        for (RecordBatch batch : MemoryRecords.readableRecords(batches.duplicate()).batches()) {
            batch.ensureValid();
            Optional<Integer> epoch =
                    batch.partitionLeaderEpoch() < 0
                            ? Optional.empty()
                            : Optional.of(batch.partitionLeaderEpoch());
            try (CloseableIterator<Record> all = batch.streamingIterator(buffers)) {
                while (all.hasNext()) {
                    Record record = all.next();
                    record.ensureValid();
                    records.add(consumed(record, batch.timestampType(), epoch));
                }
            }
        }
        return records;
    }

    @SuppressWarnings("NullAway") // a null key stays null
    private ConsumerRecord<T, T> consumed(
            Record record, TimestampType timestampType, Optional<Integer> epoch) {
        Headers headers = new RecordHeaders(record.headers());
        ByteBuffer key = record.key();
        ByteBuffer value = record.value();
        return new ConsumerRecord<>(
                TOPIC,
                0,
                record.offset(),
                record.timestamp(),
                timestampType,
                key == null ? ConsumerRecord.NULL_SIZE : key.remaining(),
                value == null ? ConsumerRecord.NULL_SIZE : value.remaining(),
                key == null ? null : deserializer.deserialize(TOPIC, headers, key),
                value == null ? null : deserializer.deserialize(TOPIC, headers, value),
                headers,
                epoch);
    }
}
