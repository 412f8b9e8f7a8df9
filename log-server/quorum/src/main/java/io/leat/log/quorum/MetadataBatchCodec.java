package io.leat.log.quorum;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Metadata batches as record batches of version 2, uncompressed: the metadata log on disk can be
 * read by every tool that reads a topic's log. The base sequence, which no producer needs here,
 * says how many bytes before the batch the write began that brought it to disk. Stateless.
 */
public final class MetadataBatchCodec {

    private static final int LENGTH_AT = 8;
    private static final int EPOCH_AT = 12;
    private static final int MAGIC_AT = 16;
    private static final int CRC_AT = 17;
    private static final int ATTRIBUTES_AT = 21;
    private static final int TIMESTAMP_AT = 27;
    private static final int WRITTEN_BEFORE_AT = 53;
    private static final int COUNT_AT = 57;
    private static final int RECORDS_AT = 61;

    /** Bytes before the ones that the length field counts. */
    static final int OVERHEAD = 12;

    private static final byte MAGIC = 2;
    private static final short CONTROL = 0x20;
    private static final int RECORD_MAX = 40; // bytes of a record around its value, at most

    private MetadataBatchCodec() {}

    /** The batch as it travels. */
    public static ByteBuffer encode(MetadataBatch batch) {
        return encode(batch, -1);
    }

    /**
     * @param writtenBefore the bytes of the same write before this batch
     */
    static ByteBuffer encode(MetadataBatch batch, int writtenBefore) {
        int size = RECORDS_AT;
        for (ByteBuffer record : batch.records()) {
            size = Math.addExact(size, record.remaining() + RECORD_MAX);
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putLong(batch.baseOffset()).putInt(0).putInt(batch.epoch()).put(MAGIC).putInt(0);
        out.putShort(batch.control() ? CONTROL : 0).putInt(batch.records().size() - 1);
        out.putLong(batch.timestampMs()).putLong(batch.timestampMs());
        out.putLong(-1).putShort((short) -1).putInt(writtenBefore).putInt(batch.records().size());
        int index = 0;
        for (ByteBuffer record : batch.records()) {
            ByteBuffer value = record.duplicate();
            putRecord(out, index++, batch.control() ? key(value) : null, value);
        }
        out.flip();
        out.putInt(LENGTH_AT, out.limit() - OVERHEAD);
        out.putInt(CRC_AT, crc(out, out.limit()));
        return out;
    }

    /** The key of a control record: version 0, and the kind, which is taken off {@code value}. */
    private static byte[] key(ByteBuffer value) {
        return new byte[] {0, 0, value.get(), value.get()};
    }

    private static void putRecord(
            ByteBuffer out, int offsetDelta, byte @Nullable [] key, ByteBuffer value) {
        int keyLength = key == null ? -1 : key.length;
        int size =
                2 // attributes, timestamp delta
                        + varintSize(offsetDelta)
                        + varintSize(keyLength)
                        + Math.max(0, keyLength)
                        + varintSize(value.remaining())
                        + value.remaining()
                        + 1; // no headers
        putVarint(out, size);
        out.put((byte) 0).put((byte) 0);
        putVarint(out, offsetDelta);
        putVarint(out, keyLength);
        if (key != null) {
            out.put(key);
        }
        putVarint(out, value.remaining());
        out.put(value).put((byte) 0);
    }

    /**
     * The batch at the position of {@code in}, which moves behind it; null if what follows is no
     * whole and undamaged batch.
     */
    public static @Nullable MetadataBatch decode(ByteBuffer in) {
        int start = in.position();
        int size = sizeAt(in, start);
        if (size < 0) {
            return null;
        }
        ByteBuffer batch = in.slice(start, size);
        boolean control = (batch.getShort(ATTRIBUTES_AT) & CONTROL) != 0;
        int count = batch.getInt(COUNT_AT);
        batch.position(RECORDS_AT);
        List<ByteBuffer> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(value(batch, control));
        }
        in.position(start + size);
        return new MetadataBatch(
                batch.getLong(0),
                batch.getInt(EPOCH_AT),
                batch.getLong(TIMESTAMP_AT),
                control,
                records);
    }

    /** The size of the whole and undamaged batch at {@code start}; -1 if there is none. */
    static int sizeAt(ByteBuffer in, int start) {
        int left = in.limit() - start;
        if (left < RECORDS_AT || in.get(start + MAGIC_AT) != MAGIC) {
            return -1;
        }
        long size = declaredSizeAt(in, start);
        if (size < RECORDS_AT || size > left) {
            return -1;
        }
        ByteBuffer batch = in.slice(start, (int) size);
        return batch.getInt(CRC_AT) == crc(batch, (int) size) ? (int) size : -1;
    }

    /** What the length field at {@code start} says; there are the bytes of a header. */
    static long declaredSizeAt(ByteBuffer in, int start) {
        return (long) in.getInt(start + LENGTH_AT) + OVERHEAD;
    }

    /** Where the write began that brought the batch at {@code start} to disk. */
    static int writeBegan(ByteBuffer in, int start) {
        return start - Math.max(0, in.getInt(start + WRITTEN_BEFORE_AT));
    }

    private static ByteBuffer value(ByteBuffer batch, boolean control) {
        int size = varint(batch);
        int end = batch.position() + size;
        batch.position(batch.position() + 2);
        varint(batch);
        int keyLength = varint(batch);
        int kindAt = batch.position() + Short.BYTES;
        int kindBytes = control ? Short.BYTES : 0;
        ByteBuffer kind = batch.slice(kindAt, kindBytes);
        batch.position(batch.position() + Math.max(0, keyLength));
        byte[] value = new byte[kindBytes + varint(batch)];
        kind.get(value, 0, kindBytes);
        batch.get(value, kindBytes, value.length - kindBytes).position(end);
        return ByteBuffer.wrap(value);
    }

    private static int crc(ByteBuffer batch, int size) {
        CRC32C crc = new CRC32C();
        crc.update(batch.slice(ATTRIBUTES_AT, size - ATTRIBUTES_AT));
        return (int) crc.getValue();
    }

    private static void putVarint(ByteBuffer out, int value) {
        int rest = (value << 1) ^ (value >> 31);
        while ((rest & ~0x7f) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    private static int varintSize(int value) {
        int rest = (value << 1) ^ (value >> 31);
        int size = 1;
        while ((rest >>>= 7) != 0) {
            size++;
        }
        return size;
    }

    private static int varint(ByteBuffer in) {
        int raw = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = in.get();
            raw |= (next & 0x7f) << shift;
            if (next >= 0) {
                break;
            }
        }
        return (raw >>> 1) ^ -(raw & 1);
    }
}
