package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import io.leat.common.errors.CorruptRecordException;
import io.leat.common.errors.RecordDeserializationException;
import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeader;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.record.TimestampType;
import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.common.serialization.Deserializer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns what one fetch brought into records, as poll asks for them. Owned by the polling thread,
 * which decompresses a batch only when it gets there. Deserializers are lent the bytes of keys and
 * values; nothing is allocated for a record but the record, and what deserializers make.
 */
final class RecordReader<K, V> {

    private final Fetched fetched;
    private final Decoding<K, V> decoding;
    private final BatchWalk batches;
    private RecordBytes bytes;
    private RecordHeaders blank = new RecordHeaders();
    private int left;
    private long nextOffset;
    private int lastEpoch = -1;
    private Optional<Integer> epoch = Optional.empty();
    private TimestampType timestampType = TimestampType.CREATE_TIME;
    private long baseOffset;
    private long baseTimestamp;
    private long bytesRead;

    /** What is wrong with the batch reached; reading fails until the application seeks past it. */
    private CorruptRecordException damage;

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
        if (damage != null) {
            throw damage;
        }
        try {
            readUpTo(into.size() + max, into);
        } catch (CorruptRecordException e) {
            damage = e;
            throw e;
        }
    }

    private void readUpTo(int end, List<ConsumerRecord<K, V>> into) {
        while (into.size() < end) {
            if (left == 0 && !nextBatch()) {
                return;
            }
            if (into instanceof ArrayList<?> growing) {
                int more = Math.min(left, bytes.remaining()); // a record has a byte at least
                growing.ensureCapacity((int) Math.min(end, (long) into.size() + more));
            }
            while (left > 0 && into.size() < end) {
                readOne(bytes, into);
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
                openBatch();
                if (left > 0) {
                    return true;
                }
            }
            nextOffset = Math.max(nextOffset, batches.lastOffset() + 1);
        }
        if (bytes != null) {
            decoding.pool().give(bytes);
            bytes = null;
        }
        return false;
    }

    private void openBatch() {
        if (bytes == null) {
            bytes = decoding.pool().take();
        }
        bytes.load(batches.codec(), batches.payload());
        left = batches.recordCount();
        epoch = lastEpoch < 0 ? Optional.empty() : Optional.of(lastEpoch);
        timestampType =
                batches.logAppendTime() ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME;
        baseOffset = batches.baseOffset();
        baseTimestamp = batches.baseTimestamp();
    }

    private void readOne(RecordBytes in, List<ConsumerRecord<K, V>> into) {
        int start = in.position();
        try {
            int size = in.readInt();
            if (size <= 0 || size > in.remaining()) {
                throw torn(null);
            }
            int end = in.position() + size;
            in.skip(1); // attributes
            long timestamp = baseTimestamp + in.readLong();
            long offset = baseOffset + in.readInt();
            if (offset >= nextOffset) {
                into.add(decode(in, end, offset, timestamp));
                nextOffset = offset + 1;
                bytesRead += end - start;
            }
            in.position(end);
            left--;
        } catch (CorruptRecordException e) {
            throw torn(e);
        } catch (RecordDeserializationException e) {
            in.position(start);
            throw e;
        }
    }

    private ConsumerRecord<K, V> decode(RecordBytes in, int end, long offset, long createTime) {
        int keyBytes = length(in, end);
        int keyAt = in.position();
        in.skip(Math.max(keyBytes, 0));
        int valueBytes = length(in, end);
        int valueAt = in.position();
        in.skip(Math.max(valueBytes, 0));
        RecordHeaders headers = headers(in, end);
        long timestamp =
                timestampType == TimestampType.LOG_APPEND_TIME
                        ? batches.maxTimestamp()
                        : createTime;
        K key = null;
        V value = null;
        boolean inKey = true;
        try {
            if (keyBytes >= 0) {
                key = deserialize(decoding.key(), headers, in, keyAt, keyBytes);
            }
            inKey = false;
            if (valueBytes >= 0) {
                value = deserialize(decoding.value(), headers, in, valueAt, valueBytes);
            }
        } catch (RuntimeException e) {
            ByteBuffer keyCopy = copy(in, keyAt, keyBytes);
            ByteBuffer valueCopy = copy(in, valueAt, valueBytes);
            blank = new RecordHeaders();
            throw failure(inKey, headers, keyCopy, valueCopy, offset, timestamp, e);
        }
        return new ConsumerRecord<>(
                fetched.partition(),
                offset,
                timestamp,
                timestampType,
                keyBytes,
                valueBytes,
                key,
                value,
                handOver(headers),
                epoch);
    }

    @SuppressWarnings("unchecked") // a ByteArrayDeserializer makes byte arrays
    private <T> T deserialize(
            Deserializer<T> deserializer, Headers headers, RecordBytes in, int at, int length) {
        if (deserializer.getClass() == ByteArrayDeserializer.class) {
            return (T) in.copy(at, length); // without the detour over a lent array
        }
        return deserializer.deserialize(fetched.partition().topic(), headers, in.lend(at, length));
    }

    private RecordDeserializationException failure(
            boolean ofKey,
            Headers headers,
            ByteBuffer key,
            ByteBuffer value,
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
                key,
                value,
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

    /** The headers of a record; {@link #blank} when it has none. The record must end with them. */
    private RecordHeaders headers(RecordBytes in, int end) {
        int count = in.readInt();
        if (count < 0) {
            throw new CorruptRecordException("a record has " + count + " headers");
        }
        RecordHeaders headers = count == 0 ? blank : new RecordHeaders();
        for (int i = 0; i < count; i++) {
            byte[] name = bytes(in, end);
            if (name == null) {
                throw new CorruptRecordException("a header has no name");
            }
            headers.add(new RecordHeader(new String(name, StandardCharsets.UTF_8), bytes(in, end)));
        }
        if (in.position() != end) {
            throw new CorruptRecordException("a record is not as long as it says");
        }
        return headers;
    }

    /**
     * What the record gets: nothing when it has no headers, and makes some when asked for them. A
     * deserializer may have added headers to the blank ones; then they are this record's.
     */
    private Headers handOver(RecordHeaders headers) {
        if (headers != blank) {
            return headers;
        }
        if (blank.isEmpty()) {
            return null;
        }
        blank = new RecordHeaders();
        return headers;
    }

    /** A length that fits into the record, or -1 for null. */
    private static int length(RecordBytes in, int end) {
        int length = in.readInt();
        if (length > end - in.position()) {
            throw new CorruptRecordException("a field ends after its record");
        }
        return Math.max(length, ConsumerRecord.NULL_SIZE);
    }

    private static byte[] bytes(RecordBytes in, int end) {
        int length = length(in, end);
        if (length < 0) {
            return null;
        }
        byte[] copy = in.copy(in.position(), length);
        in.skip(length);
        return copy;
    }

    private static ByteBuffer copy(RecordBytes in, int at, int length) {
        return length < 0 ? null : ByteBuffer.wrap(in.copy(at, length));
    }

    private CorruptRecordException torn(Exception cause) {
        return new CorruptRecordException(
                "The batch at offset " + baseOffset + " of " + fetched.partition() + " is torn",
                cause);
    }
}
