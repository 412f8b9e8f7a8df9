package io.leat.clients.consumer;

import io.leat.clients.consumer.Fetched.Aborted;
import io.leat.common.KafkaException;
import io.leat.common.errors.CorruptRecordException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Walks over the record batches (v2) that a fetch brought, leaving out control batches and those of
 * aborted transactions. Owned by the polling thread.
 *
 * <p>The broker names aborted transactions by producer and first offset. A batch of such a producer
 * at or after that offset is left out, until the producer's abort marker passes by; the next
 * transaction of the same producer may have been committed.
 */
final class BatchWalk {

    private static final int LENGTH_AT = 8;
    private static final int EPOCH_AT = 12;
    private static final int MAGIC_AT = 16;
    private static final int CRC_AT = 17;
    private static final int ATTRIBUTES_AT = 21;
    private static final int LAST_DELTA_AT = 23;
    private static final int BASE_TIMESTAMP_AT = 27;
    private static final int MAX_TIMESTAMP_AT = 35;
    private static final int PRODUCER_ID_AT = 43;
    private static final int COUNT_AT = 57;
    private static final int HEADER_BYTES = 61;
    private static final int PREFIX_BYTES = 12;
    private static final int TRANSACTIONAL = 0x10;
    private static final int CONTROL = 0x20;
    private static final int LOG_APPEND_TIME = 0x08;

    private final ByteBuffer bytes;
    private final boolean checkCrcs;
    private final Deque<Aborted> ahead = new ArrayDeque<>();
    private final Set<Long> aborting = new HashSet<>();
    private int at;
    private int next;

    /** {@code aborted} is empty for read_uncommitted. */
    BatchWalk(ByteBuffer bytes, List<Aborted> aborted, boolean checkCrcs) {
        this.bytes = bytes;
        this.checkCrcs = checkCrcs;
        this.next = bytes.position();
        aborted.stream().sorted(Comparator.comparing(Aborted::firstOffset)).forEach(ahead::add);
    }

    /** Goes to the next whole batch, data or not; false at the end or at a torn batch. */
    boolean advance() {
        int left = bytes.limit() - next;
        if (left < PREFIX_BYTES) {
            return false;
        }
        int length = bytes.getInt(next + LENGTH_AT);
        if (length < HEADER_BYTES - PREFIX_BYTES) {
            throw corrupt("is " + length + " bytes long", next);
        }
        if (length > left - PREFIX_BYTES) {
            return false;
        }
        at = next;
        next = at + PREFIX_BYTES + length;
        byte magic = bytes.get(at + MAGIC_AT);
        if (magic != 2) {
            throw new KafkaException(
                    "The batch at offset "
                            + baseOffset()
                            + " has record format "
                            + magic
                            + ", from before Kafka 0.11; only format 2 can be read");
        }
        if (checkCrcs) {
            CRC32C crc = new CRC32C();
            crc.update(bytes.slice(at + ATTRIBUTES_AT, next - at - ATTRIBUTES_AT));
            if ((int) crc.getValue() != bytes.getInt(at + CRC_AT)) {
                throw corrupt("fails its checksum", at);
            }
        }
        return true;
    }

    /** Whether the batch holds records for the application. Call once after each advance. */
    boolean wanted() {
        int attributes = attributes();
        long producer = bytes.getLong(at + PRODUCER_ID_AT);
        while (!ahead.isEmpty() && ahead.peek().firstOffset() <= lastOffset()) {
            aborting.add(ahead.remove().producerId());
        }
        if ((attributes & CONTROL) != 0) {
            if (isAbortMarker()) {
                aborting.remove(producer);
            }
            return false;
        }
        return (attributes & TRANSACTIONAL) == 0 || !aborting.contains(producer);
    }

    /** A control record's key is a version and a type: 0 aborts, 1 commits. */
    private boolean isAbortMarker() {
        RecordBytes record = new RecordBytes();
        record.load(0, payload());
        record.readInt(); // length
        record.skip(1); // attributes
        record.readLong(); // timestamp
        record.readInt(); // offset
        int keyBytes = record.readInt();
        return keyBytes >= 4
                && keyBytes <= record.remaining()
                && record.lend(record.position() + 2, 2).getShort() == 0;
    }

    private KafkaException corrupt(String how, int where) {
        return new CorruptRecordException(
                "The batch at offset " + bytes.getLong(where) + " " + how);
    }

    private int attributes() {
        return bytes.getShort(at + ATTRIBUTES_AT);
    }

    long baseOffset() {
        return bytes.getLong(at);
    }

    long lastOffset() {
        return baseOffset() + bytes.getInt(at + LAST_DELTA_AT);
    }

    int leaderEpoch() {
        return bytes.getInt(at + EPOCH_AT);
    }

    int recordCount() {
        return bytes.getInt(at + COUNT_AT);
    }

    long baseTimestamp() {
        return bytes.getLong(at + BASE_TIMESTAMP_AT);
    }

    long maxTimestamp() {
        return bytes.getLong(at + MAX_TIMESTAMP_AT);
    }

    boolean logAppendTime() {
        return (attributes() & LOG_APPEND_TIME) != 0;
    }

    /** Id of the codec: none, gzip, snappy, lz4, zstd. */
    int codec() {
        return attributes() & 0x07;
    }

    /** The records, compressed by {@link #codec}; a view of the same memory. */
    ByteBuffer payload() {
        return bytes.slice(at + HEADER_BYTES, next - at - HEADER_BYTES);
    }
}
