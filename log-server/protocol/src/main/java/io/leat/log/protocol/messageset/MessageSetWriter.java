package io.leat.log.protocol.messageset;

import io.leat.log.protocol.record.InvalidBatchException;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Turns record batches into a message set of format v0 or v1: one uncompressed message for each
 * record, with its offset; headers and control records, for which the formats have no place, are
 * left out. Used by one thread.
 *
 * <p>It ends before the message that would exceed its bytes, in the middle of a batch if need be,
 * so that it takes no more memory, however well the batches are compressed.
 */
public final class MessageSetWriter {

    private static final int FIRST_BYTES = 4096;

    private final byte magic;
    private final int bytesMax;
    private final boolean atLeastOne;
    private final long from;
    private ByteBuffer set = ByteBuffer.allocate(FIRST_BYTES);
    private long nextOffset;
    private boolean full;

    /**
     * @param magic the format, 0 or 1
     * @param from the first offset that is wanted
     * @param atLeastOne whether the first message is written even if it exceeds {@code bytesMax}
     */
    public MessageSetWriter(int magic, long from, int bytesMax, boolean atLeastOne) {
        this.magic = (byte) magic;
        this.from = from;
        this.bytesMax = bytesMax;
        this.atLeastOne = atLeastOne;
        this.nextOffset = from;
    }

    /**
     * Adds what fits of {@code batch}, which must lie behind those before.
     *
     * @throws InvalidBatchException if it is damaged
     */
    public void add(RecordBatch batch) {
        if (full) {
            return;
        }
        if (!batch.isControl()) {
            try (RecordCursor cursor = RecordCursor.open(batch)) {
                while (!full && cursor.next()) {
                    if (cursor.offset() >= from) {
                        add(batch, cursor);
                    }
                }
            }
        }
        if (!full) {
            nextOffset = Math.max(from, batch.nextOffset());
        }
    }

    private void add(RecordBatch batch, RecordCursor record) {
        int size =
                MessageFormat.overhead(magic)
                        + Math.max(0, record.keySize())
                        + Math.max(0, record.valueSize());
        boolean fits = size <= bytesMax - set.position() || atLeastOne && set.position() == 0;
        if (!fits) {
            full = true;
            nextOffset = record.offset();
            return;
        }
        reserve(size);
        int start = set.position();
        set.putLong(record.offset()).putInt(size - MessageFormat.LOG_OVERHEAD).putInt(0);
        set.put(magic);
        if (magic == MessageFormat.WITH_TIMESTAMP) {
            set.put((byte) (batch.isLogAppendTime() ? MessageFormat.LOG_APPEND_TIME : 0));
            set.putLong(record.timestamp());
        } else {
            set.put((byte) 0);
        }
        put(record.key());
        put(record.value());
        CRC32 crc = new CRC32();
        int magicAt = start + MessageFormat.MAGIC_AT;
        crc.update(set.array(), magicAt, set.position() - magicAt);
        set.putInt(start + MessageFormat.CRC_AT, (int) crc.getValue());
    }

    private void put(@Nullable ByteBuffer field) {
        if (field == null) {
            set.putInt(-1);
        } else {
            set.putInt(field.remaining()).put(field);
        }
    }

    private void reserve(int more) {
        if (set.remaining() < more) {
            int wanted = Math.addExact(set.position(), more);
            int doubled = (int) Math.min(set.capacity() * 2L, Math.max(bytesMax, wanted));
            set = ByteBuffer.allocate(Math.max(wanted, doubled)).put(set.flip());
        }
    }

    /** Whether something was left out because it did not fit. */
    public boolean isFull() {
        return full;
    }

    /** The offset behind all that was written or left out for good. */
    public long nextOffset() {
        return nextOffset;
    }

    /** The set. */
    public ByteBuffer build() {
        return set.duplicate().flip();
    }
}
