package io.leat.streams.state.rocksdb;

import io.leat.common.utils.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one commit in the format of RocksDB's write batches (write_batch.cc: sequence
 * number, 8 bytes, and count, 4 bytes, both little endian; then for each change a tag, for families
 * other than the default their number, and key and value with their lengths as varints). So they go
 * to native code in one call. Owned by whoever makes it.
 */
final class BatchBytes {

    private static final byte DELETE = 0;
    private static final byte PUT = 1;
    private static final byte PUT_IN_FAMILY = 5;
    private static final byte DELETE_RANGE = 15;
    private static final int COUNT_AT = Long.BYTES;
    private static final int HEADER = Long.BYTES + Integer.BYTES;

    /** A key with its value. */
    record Row(byte[] key, byte[] value) {}

    private final ByteBuffer out;
    private int count;

    private BatchBytes(int size) {
        out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).position(HEADER);
    }

    /**
     * A batch that forgets what comes before {@code bound}, then applies {@code changes}, and sets
     * the rows {@code beside} them in another family.
     */
    static byte[] of(
            @Nullable Bytes bound,
            Collection<? extends Map.Entry<Bytes, byte @Nullable []>> changes,
            int family,
            List<Row> beside) {
        long size = HEADER;
        for (Row row : beside) {
            size += 1 + varintSize(family) + size(row.key) + size(row.value);
        }
        if (bound != null) {
            size += 1 + size(new byte[0]) + size(bound.get());
        }
        for (Map.Entry<Bytes, byte @Nullable []> change : changes) {
            byte[] changed = change.getValue();
            size += 1 + size(change.getKey().get()) + (changed == null ? 0 : size(changed));
        }
        BatchBytes batch = new BatchBytes(Math.toIntExact(size));
        if (bound != null) {
            batch.tag(DELETE_RANGE).put(new byte[0]).put(bound.get());
        }
        for (Map.Entry<Bytes, byte @Nullable []> change : changes) {
            byte[] changed = change.getValue();
            batch.tag(changed == null ? DELETE : PUT).put(change.getKey().get());
            if (changed != null) {
                batch.put(changed);
            }
        }
        for (Row row : beside) {
            batch.tag(PUT_IN_FAMILY).varint(family).put(row.key).put(row.value);
        }
        return batch.out.putInt(COUNT_AT, batch.count).array();
    }

    private BatchBytes tag(byte tag) {
        count++;
        out.put(tag);
        return this;
    }

    private BatchBytes put(byte[] bytes) {
        varint(bytes.length);
        out.put(bytes);
        return this;
    }

    private BatchBytes varint(int value) {
        int left = value;
        while (left > 0x7f) {
            out.put((byte) (left | 0x80));
            left >>>= 7;
        }
        out.put((byte) left);
        return this;
    }

    private static int size(byte[] bytes) {
        return varintSize(bytes.length) + bytes.length;
    }

    private static int varintSize(int value) {
        return 1 + (31 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }
}
