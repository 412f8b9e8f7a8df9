package io.leat.log.protocol.record;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A view of one record batch (format v2) inside a buffer; nothing is copied or decoded. It belongs
 * to whoever owns the buffer. Setters write in place: base offset and leader epoch lie outside the
 * checksum, the others bring it up to date.
 */
public final class RecordBatch {

    public static final int BASE_OFFSET_AT = 0;
    public static final int LENGTH_AT = 8;
    public static final int LEADER_EPOCH_AT = 12;
    public static final int MAGIC_AT = 16;
    public static final int CRC_AT = 17;
    public static final int ATTRIBUTES_AT = 21;
    public static final int LAST_OFFSET_DELTA_AT = 23;
    public static final int BASE_TIMESTAMP_AT = 27;
    public static final int MAX_TIMESTAMP_AT = 35;
    public static final int PRODUCER_ID_AT = 43;
    public static final int PRODUCER_EPOCH_AT = 51;
    public static final int BASE_SEQUENCE_AT = 53;
    public static final int COUNT_AT = 57;

    /** Where records begin: the size of the header. */
    public static final int RECORDS_AT = 61;

    /** Bytes before what {@link #LENGTH_AT} counts. */
    public static final int LOG_OVERHEAD = 12;

    public static final byte MAGIC = 2;
    public static final long NO_PRODUCER_ID = -1L;
    public static final short NO_PRODUCER_EPOCH = -1;
    public static final int NO_SEQUENCE = -1;
    public static final long NO_TIMESTAMP = -1L;
    public static final int NO_LEADER_EPOCH = -1;

    static final int CODEC_MASK = 0x07;
    public static final int LOG_APPEND_TIME = 0x08;
    public static final int TRANSACTIONAL = 0x10;
    public static final int CONTROL = 0x20;
    static final int DELETE_HORIZON = 0x40;

    private final ByteBuffer buffer;
    private final int start;

    /** The batch that begins at index {@code start} of {@code buffer}. */
    public RecordBatch(ByteBuffer buffer, int start) {
        this.buffer = buffer;
        this.start = start;
    }

    /** The batch at the buffer's position. */
    public static RecordBatch at(ByteBuffer buffer) {
        return new RecordBatch(buffer, buffer.position());
    }

    /**
     * The batches between position and limit. It ends before a batch that is cut short, as the last
     * one of a fetch may be. A damaged length is an {@link InvalidBatchException}.
     */
    public static Iterable<RecordBatch> in(ByteBuffer buffer) {
        return () -> new Batches(buffer);
    }

    /**
     * Size of the batch that begins at {@code start}, or -1 when {@code buffer} ends before the
     * batch does.
     */
    public static int sizeAt(ByteBuffer buffer, int start) {
        int available = buffer.limit() - start;
        if (available < LOG_OVERHEAD) {
            return -1;
        }
        int length = buffer.getInt(start + LENGTH_AT);
        if (length < RECORDS_AT - LOG_OVERHEAD) {
            throw InvalidBatchException.corrupt("a batch declares a length of " + length);
        }
        return length > available - LOG_OVERHEAD ? -1 : length + LOG_OVERHEAD;
    }

    /** The buffer this looks into. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Index of its first byte in {@link #buffer}. */
    public int start() {
        return start;
    }

    /** All its bytes, header included. */
    public int sizeInBytes() {
        return buffer.getInt(start + LENGTH_AT) + LOG_OVERHEAD;
    }

    /** Its bytes, sharing memory. */
    public ByteBuffer slice() {
        return buffer.slice(start, sizeInBytes());
    }

    public long baseOffset() {
        return buffer.getLong(start + BASE_OFFSET_AT);
    }

    public long lastOffset() {
        return baseOffset() + lastOffsetDelta();
    }

    public long nextOffset() {
        return lastOffset() + 1;
    }

    public int leaderEpoch() {
        return buffer.getInt(start + LEADER_EPOCH_AT);
    }

    public byte magic() {
        return buffer.get(start + MAGIC_AT);
    }

    /** The checksum it carries. */
    public int crc() {
        return buffer.getInt(start + CRC_AT);
    }

    public short attributes() {
        return buffer.getShort(start + ATTRIBUTES_AT);
    }

    public Compression compression() {
        return Compression.forId(attributes() & CODEC_MASK);
    }

    public boolean isCompressed() {
        return (attributes() & CODEC_MASK) != 0;
    }

    /** Whether all timestamps are the time of the append ({@link #maxTimestamp}). */
    public boolean isLogAppendTime() {
        return (attributes() & LOG_APPEND_TIME) != 0;
    }

    public boolean isTransactional() {
        return (attributes() & TRANSACTIONAL) != 0;
    }

    public boolean isControl() {
        return (attributes() & CONTROL) != 0;
    }

    /** Whether the base timestamp is the time after which tombstones may go (KIP-534). */
    public boolean hasDeleteHorizon() {
        return (attributes() & DELETE_HORIZON) != 0;
    }

    public int lastOffsetDelta() {
        return buffer.getInt(start + LAST_OFFSET_DELTA_AT);
    }

    public long baseTimestamp() {
        return buffer.getLong(start + BASE_TIMESTAMP_AT);
    }

    public long maxTimestamp() {
        return buffer.getLong(start + MAX_TIMESTAMP_AT);
    }

    public long producerId() {
        return buffer.getLong(start + PRODUCER_ID_AT);
    }

    public boolean hasProducerId() {
        return producerId() >= 0;
    }

    public short producerEpoch() {
        return buffer.getShort(start + PRODUCER_EPOCH_AT);
    }

    public int baseSequence() {
        return buffer.getInt(start + BASE_SEQUENCE_AT);
    }

    /** Sequence of the last record, or {@link #NO_SEQUENCE}. */
    public int lastSequence() {
        int first = baseSequence();
        return first == NO_SEQUENCE ? NO_SEQUENCE : Sequences.increment(first, lastOffsetDelta());
    }

    public int count() {
        return buffer.getInt(start + COUNT_AT);
    }

    /** The records, as stored (compressed or not), sharing memory. */
    public ByteBuffer recordBytes() {
        return buffer.slice(start + RECORDS_AT, sizeInBytes() - RECORDS_AT);
    }

    public void setBaseOffset(long offset) {
        buffer.putLong(start + BASE_OFFSET_AT, offset);
    }

    /** Sets the base offset so that the last record has {@code offset}. */
    public void setLastOffset(long offset) {
        setBaseOffset(offset - lastOffsetDelta());
    }

    public void setLeaderEpoch(int epoch) {
        buffer.putInt(start + LEADER_EPOCH_AT, epoch);
    }

    /** Makes the broker's time the timestamp of every record. */
    public void setLogAppendTime(long timestamp) {
        buffer.putShort(start + ATTRIBUTES_AT, (short) (attributes() | LOG_APPEND_TIME));
        buffer.putLong(start + MAX_TIMESTAMP_AT, timestamp);
        writeCrc();
    }

    /** Corrects the largest timestamp. */
    public void setMaxTimestamp(long timestamp) {
        buffer.putLong(start + MAX_TIMESTAMP_AT, timestamp);
        writeCrc();
    }

    /** Replaces the producer's id, epoch and first sequence. */
    public void setProducer(long producerId, short epoch, int baseSequence) {
        buffer.putLong(start + PRODUCER_ID_AT, producerId);
        buffer.putShort(start + PRODUCER_EPOCH_AT, epoch);
        buffer.putInt(start + BASE_SEQUENCE_AT, baseSequence);
        writeCrc();
    }

    /** Computes the checksum and stores it. */
    public void writeCrc() {
        buffer.putInt(start + CRC_AT, computeCrc());
    }

    /** CRC32C of everything from the attributes on. */
    public int computeCrc() {
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(start + ATTRIBUTES_AT, sizeInBytes() - ATTRIBUTES_AT));
        return (int) crc.getValue();
    }

    /** Whether length, magic and checksum are right; the batch must lie inside the buffer. */
    public boolean isValid() {
        return sizeInBytes() >= RECORDS_AT && magic() == MAGIC && crc() == computeCrc();
    }

    /** Throws {@link InvalidBatchException} (2) unless {@link #isValid}. */
    public void checkValid() {
        if (magic() != MAGIC) {
            throw InvalidBatchException.corrupt(
                    "the batch at offset " + baseOffset() + " has format " + magic() + ", not 2");
        }
        if (!isValid()) {
            throw InvalidBatchException.corrupt(
                    "the batch at offset " + baseOffset() + " fails its checksum");
        }
    }

    @Override
    public String toString() {
        return "RecordBatch(offsets "
                + baseOffset()
                + ".."
                + lastOffset()
                + ", epoch "
                + leaderEpoch()
                + ", producer "
                + producerId()
                + ":"
                + producerEpoch()
                + ":"
                + baseSequence()
                + ", "
                + sizeInBytes()
                + " bytes)";
    }

    private static final class Batches implements Iterator<RecordBatch> {

        private final ByteBuffer buffer;
        private int next;
        private @Nullable RecordBatch ready;

        Batches(ByteBuffer buffer) {
            this.buffer = buffer;
            this.next = buffer.position();
        }

        @Override
        public boolean hasNext() {
            if (ready == null) {
                int size = sizeAt(buffer, next);
                if (size < 0) {
                    return false;
                }
                ready = new RecordBatch(buffer, next);
                next += size;
            }
            return true;
        }

        @Override
        public RecordBatch next() {
            RecordBatch batch = hasNext() ? ready : null;
            if (batch == null) {
                throw new NoSuchElementException();
            }
            ready = null;
            return batch;
        }
    }
}
