package io.leat.clients.consumer;

import io.leat.common.errors.CorruptRecordException;
import io.leat.log.protocol.record.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The records of one batch as plain bytes, with the place where reading stands. Owned by the
 * polling thread, which uses it again for the next batch: what is handed out is only lent.
 */
final class RecordBytes {

    private byte[] own = new byte[0];

    /** Where the records lie: in {@link #own}, or where they were received. */
    private ByteBuffer source = ByteBuffer.wrap(own);

    /** A view of an array, for deserializers: of the one of the source, or of {@link #own}. */
    private ByteBuffer lent = source.duplicate();

    private int at;
    private int end;

    /** Takes the records of a batch as they are stored. */
    void load(int codec, ByteBuffer stored) {
        at = 0;
        end = 0;
        if (codec == Compression.NONE.id()) {
            use(stored.duplicate());
        } else {
            inflate(codec, stored);
            use(ByteBuffer.wrap(own, 0, end));
        }
    }

    private void use(ByteBuffer records) {
        source = records;
        at = records.position();
        end = records.limit();
        if (records.hasArray()) {
            lent = records.duplicate();
        }
    }

    private void inflate(int codec, ByteBuffer stored) {
        try {
            if (codec == Compression.LZ4.id()) {
                Lz4Frame.read(stored, this);
                return;
            }
            try (InputStream in = Compression.forId(codec).decompress(new BufferInput(stored))) {
                inflate(in, stored.remaining());
            }
        } catch (IOException | RuntimeException e) {
            throw new CorruptRecordException("A batch cannot be decompressed: " + e, e);
        }
    }

    private void inflate(InputStream in, int compressed) throws IOException {
        reserve(4 * compressed);
        for (int read = 0; read >= 0; read = in.read(own, end, own.length - end)) {
            end += read;
            reserve(end + 1);
        }
    }

    /** An array of at least {@code size} bytes, with what was decompressed so far. */
    byte[] reserve(int size) {
        if (own.length < size) {
            own = Arrays.copyOf(own, Math.max(size, own.length * 2));
        }
        return own;
    }

    /** How many bytes were decompressed so far. */
    int filled() {
        return end;
    }

    void filled(int bytes) {
        end = bytes;
    }

    int position() {
        return at;
    }

    void position(int to) {
        at = to;
    }

    int remaining() {
        return end - at;
    }

    void skip(int bytes) {
        at += bytes;
    }

    /**
     * Bytes for the time of a call, always with an array, as deserializers of Kafka may expect.
     * From direct memory they are copied into one that is used again.
     */
    ByteBuffer lend(int from, int length) {
        int start = from;
        if (!source.hasArray()) {
            reserve(length);
            if (lent.array() != own) {
                lent = ByteBuffer.wrap(own);
            }
            source.get(from, own, 0, length);
            start = 0;
        }
        return lent.limit(start + length).position(start).order(ByteOrder.BIG_ENDIAN);
    }

    byte[] copy(int from, int length) {
        byte[] bytes = new byte[length];
        source.get(from, bytes);
        return bytes;
    }

    /** A zigzag number of at most five bytes. */
    int readInt() {
        byte first = next();
        if (first >= 0) {
            return (first >>> 1) ^ -(first & 1);
        }
        int raw = first & 0x7f;
        int shift = 7;
        byte more;
        do {
            if (shift > 28) {
                throw new CorruptRecordException("a varint is longer than five bytes");
            }
            more = next();
            raw |= (more & 0x7f) << shift;
            shift += 7;
        } while (more < 0);
        return (raw >>> 1) ^ -(raw & 1);
    }

    /** A zigzag number of at most ten bytes. */
    long readLong() {
        byte first = next();
        if (first >= 0) {
            return (first >>> 1) ^ -(first & 1);
        }
        long raw = first & 0x7f;
        int shift = 7;
        byte more;
        do {
            if (shift > 63) {
                throw new CorruptRecordException("a varlong is longer than ten bytes");
            }
            more = next();
            raw |= (long) (more & 0x7f) << shift;
            shift += 7;
        } while (more < 0);
        return (raw >>> 1) ^ -(raw & 1);
    }

    private byte next() {
        if (at >= end) {
            throw new CorruptRecordException("a record ends after its batch");
        }
        return source.get(at++);
    }

    /** The arrays not in use; few and small, so that an idle consumer holds little. */
    static final class Pool {

        private static final int KEPT = 4;
        private static final int KEPT_BYTES = 1 << 20;

        private final Deque<RecordBytes> free = new ArrayDeque<>(KEPT);

        RecordBytes take() {
            RecordBytes bytes = free.poll();
            return bytes == null ? new RecordBytes() : bytes;
        }

        void give(RecordBytes bytes) {
            bytes.use(ByteBuffer.wrap(bytes.own, 0, 0));
            if (free.size() < KEPT && bytes.own.length <= KEPT_BYTES) {
                free.push(bytes);
            }
        }
    }

    /** Reads a buffer; its position shows how far. */
    private static final class BufferInput extends InputStream {

        private final ByteBuffer bytes;

        BufferInput(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.hasRemaining() ? bytes.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (!bytes.hasRemaining() && length > 0) {
                return -1;
            }
            int count = Math.min(length, bytes.remaining());
            bytes.get(into, from, count);
            return count;
        }

        @Override
        public int available() {
            return bytes.remaining();
        }
    }
}
