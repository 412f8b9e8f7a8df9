package io.leat.streams.state.rocksdb;

import io.leat.common.utils.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
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

    /** What most changes take, or less. */
    private static final int CHANGE_BYTES = 48;

    private static final int VARINT_MAX = 5;

    private byte[] out;
    private int end = HEADER;
    private int count;

    private BatchBytes(int changes) {
        out = new byte[HEADER + (int) Math.min(1 << 24, (long) (changes + 1) * CHANGE_BYTES)];
    }

    /**
     * A batch that forgets what comes before {@code bound}, then applies {@code changes}, and sets
     * the rows {@code beside} them in another family. Each change is looked at once: where they are
     * many, to fetch them from memory is what costs.
     */
    static byte[] of(
            @Nullable Bytes bound,
            Collection<? extends Map.Entry<Bytes, byte @Nullable []>> changes,
            int family,
            List<Row> beside) {
        BatchBytes batch = new BatchBytes(changes.size());
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
        return batch.whole();
    }

    private byte[] whole() {
        byte[] whole = end == out.length ? out : Arrays.copyOf(out, end);
        ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(COUNT_AT, count);
        return whole;
    }

    private BatchBytes tag(byte tag) {
        count++;
        makeRoom(1);
        out[end++] = tag;
        return this;
    }

    private BatchBytes put(byte[] bytes) {
        varint(bytes.length);
        makeRoom(bytes.length);
        System.arraycopy(bytes, 0, out, end, bytes.length);
        end += bytes.length;
        return this;
    }

    private BatchBytes varint(int value) {
        makeRoom(VARINT_MAX);
        int left = value;
        while (left > 0x7f) {
            out[end++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        out[end++] = (byte) left;
        return this;
    }

    private void makeRoom(int more) {
        int needed = Math.addExact(end, more);
        if (needed > out.length) {
            long grown = out.length + (long) (out.length >> 1);
            out =
                    Arrays.copyOf(
                            out, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, grown)));
        }
    }
}
