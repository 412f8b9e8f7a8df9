package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import io.leat.common.errors.CorruptRecordException;
import io.leat.common.errors.RecordDeserializationException;
import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeader;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.record.TimestampType;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Turns what one fetch brought into records, as poll asks for them. Owned by the polling thread,
 * which decompresses a batch only when it gets there; keys and values are copied once, out of the
 * frame or the decompressed batch.
 */
final class RecordReader<K, V> {

    private final Fetched fetched;
    private final Decoding<K, V> decoding;
    private final BatchWalk batches;
    private ByteBuffer batch;
    private int left;
    private long nextOffset;
    private int lastEpoch = -1;
    private Optional<Integer> epoch = Optional.empty();
    private TimestampType timestampType = TimestampType.CREATE_TIME;
    private long baseOffset;
    private long baseTimestamp;
    private long bytesRead;

    RecordReader(Fetched fetched, Decoding<K, V> decoding) {
        this.fetched = fetched;
        this.decoding = decoding;
        this.nextOffset = fetched.offset();
        this.batches =
                new BatchWalk(
                        fetched.records(),
                        decoding.readCommitted() ? fetched.aborted() : List.of(),
                        decoding.checkCrcs());
    }

    TopicPartition partition() {
        return fetched.partition();
    }

    Fetched fetched() {
        return fetched;
    }

    /** Offset after everything read or left out so far. */
    long nextOffset() {
        return nextOffset;
    }

    /** Leader epoch of the last batch seen, or -1. */
    int lastEpoch() {
        return lastEpoch;
    }

    long bytesRead() {
        return bytesRead;
    }

    /** Adds at most {@code max} records; fewer only when the fetched bytes are used up. */
    void read(int max, List<ConsumerRecord<K, V>> into) {
        int end = into.size() + max;
        while (into.size() < end) {
            if (left == 0 && !nextBatch()) {
                return;
            }
            while (left > 0 && into.size() < end) {
                readOne(into);
            }
            if (left == 0) {
                nextOffset = Math.max(nextOffset, batches.lastOffset() + 1);
            }
        }
    }

    private boolean nextBatch() {
        while (batches.advance()) {
            lastEpoch = batches.leaderEpoch();
            if (batches.wanted() && batches.lastOffset() >= nextOffset) {
                batch = decoding.decompress(batches.codec(), batches.payload());
                left = batches.recordCount();
                epoch = lastEpoch < 0 ? Optional.empty() : Optional.of(lastEpoch);
                timestampType =
                        batches.logAppendTime()
                                ? TimestampType.LOG_APPEND_TIME
                                : TimestampType.CREATE_TIME;
                baseOffset = batches.baseOffset();
                baseTimestamp = batches.baseTimestamp();
                if (left > 0) {
                    return true;
                }
            }
            nextOffset = Math.max(nextOffset, batches.lastOffset() + 1);
        }
        batch = null;
        return false;
    }

    private void readOne(List<ConsumerRecord<K, V>> into) {
        int start = batch.position();
        try {
            int size = Varints.readInt(batch);
            int end = batch.position() + size;
            if (size < 0 || end > batch.limit()) {
                throw corrupt(null);
            }
            batch.get(); // attributes
            long timestamp = baseTimestamp + Varints.readLong(batch);
            long offset = baseOffset + Varints.readInt(batch);
            if (offset >= nextOffset) {
                into.add(decode(offset, timestamp));
                nextOffset = offset + 1;
                bytesRead += end - start;
            }
            batch.position(end);
            left--;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw corrupt(e);
        } catch (RecordDeserializationException e) {
            batch.position(start);
            throw e;
        }
    }

    private ConsumerRecord<K, V> decode(long offset, long timestamp) {
        byte[] key = bytes();
        byte[] value = bytes();
        int count = Varints.readInt(batch);
        RecordHeaders headers = count == 0 ? new RecordHeaders() : headers(count);
        String topic = fetched.partition().topic();
        return new ConsumerRecord<>(
                topic,
                fetched.partition().partition(),
                offset,
                timestampType == TimestampType.LOG_APPEND_TIME ? batches.maxTimestamp() : timestamp,
                timestampType,
                key == null ? ConsumerRecord.NULL_SIZE : key.length,
                value == null ? ConsumerRecord.NULL_SIZE : value.length,
                key(topic, headers, key, value, offset, timestamp),
                value(topic, headers, key, value, offset, timestamp),
                headers,
                epoch);
    }

    private K key(String topic, Headers headers, byte[] key, byte[] value, long offset, long time) {
        try {
            return key == null ? null : decoding.key().deserialize(topic, headers, key);
        } catch (RuntimeException e) {
            throw failure(true, headers, key, value, offset, time, e);
        }
    }

    private V value(
            String topic, Headers headers, byte[] key, byte[] value, long offset, long time) {
        try {
            return value == null ? null : decoding.value().deserialize(topic, headers, value);
        } catch (RuntimeException e) {
            throw failure(false, headers, key, value, offset, time, e);
        }
    }

    private RecordDeserializationException failure(
            boolean ofKey,
            Headers headers,
            byte[] key,
            byte[] value,
            long offset,
            long time,
            RuntimeException cause) {
        return new RecordDeserializationException(
                ofKey
                        ? RecordDeserializationException.DeserializationExceptionOrigin.KEY
                        : RecordDeserializationException.DeserializationExceptionOrigin.VALUE,
                fetched.partition(),
                offset,
                time,
                timestampType,
                key == null ? null : ByteBuffer.wrap(key),
                value == null ? null : ByteBuffer.wrap(value),
                headers,
                "The "
                        + (ofKey ? "key" : "value")
                        + " of the record at offset "
                        + offset
                        + " of "
                        + fetched.partition()
                        + " cannot be deserialized; to go on without it, seek past the record",
                cause);
    }

    private RecordHeaders headers(int count) {
        RecordHeaders headers = new RecordHeaders();
        for (int i = 0; i < count; i++) {
            byte[] name = bytes();
            headers.add(new RecordHeader(new String(name, StandardCharsets.UTF_8), bytes()));
        }
        return headers;
    }

    private byte[] bytes() {
        int length = Varints.readInt(batch);
        if (length < 0) {
            return null;
        }
        if (length > batch.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] copy = new byte[length];
        batch.get(copy);
        return copy;
    }

    private CorruptRecordException corrupt(Exception cause) {
        return new CorruptRecordException(
                "The batch at offset " + baseOffset + " of " + fetched.partition() + " is torn",
                cause);
    }
}
