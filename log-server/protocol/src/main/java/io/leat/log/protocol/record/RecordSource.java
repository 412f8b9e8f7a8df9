package io.leat.log.protocol.record;

import io.leat.log.protocol.ErrorCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Yields the bytes of one record after the other, from stored or from compressed bytes. */
sealed interface RecordSource extends AutoCloseable {

    /** The body of the next record (behind its length), valid until the next call. */
    ByteBuffer next();

    /** Throws unless all bytes were used. */
    void checkEnd();

    @Override
    void close();

    /** The source for a batch; it yields at most {@code outputLimit} decompressed bytes. */
    static RecordSource of(RecordBatch batch, long outputLimit) {
        ByteBuffer bytes = batch.recordBytes();
        return batch.isCompressed()
                ? new Compressed(batch.compression(), bytes, outputLimit)
                : new Plain(bytes);
    }

    /** Records that lie in the batch as they are. */
    final class Plain implements RecordSource {

        private final ByteBuffer bytes;
        private final ByteBuffer window;

        Plain(ByteBuffer bytes) {
            this.bytes = bytes;
            this.window = bytes.duplicate();
        }

        @Override
        public ByteBuffer next() {
            int length = Varints.readInt(bytes);
            if (length < 0 || length > bytes.remaining()) {
                throw InvalidBatchException.corrupt("a record of length " + length + " is cut off");
            }
            int from = bytes.position();
            bytes.position(from + length);
            window.limit(from + length).position(from);
            return window;
        }

        @Override
        public void checkEnd() {
            if (bytes.hasRemaining()) {
                throw InvalidBatchException.corrupt("bytes follow the last record of a batch");
            }
        }

        @Override
        public void close() {}
    }

    /** Records behind a codec, decompressed one at a time into a buffer that is used again. */
    final class Compressed implements RecordSource {

        private static final int FIRST_BYTES = 4096;

        private final Compression compression;
        private final InputStream in;
        private long left;
        private byte[] record = new byte[FIRST_BYTES];
        private ByteBuffer window = ByteBuffer.wrap(record);

        Compressed(Compression compression, ByteBuffer bytes, long outputLimit) {
            this.compression = compression;
            this.left = outputLimit;
            try {
                this.in = new BufferedInputStream(compression.decompress(new BufferInput(bytes)));
            } catch (IOException | RuntimeException e) {
                throw damaged(e);
            }
        }

        @Override
        public ByteBuffer next() {
            int length = readLength();
            if (length < 0) {
                throw InvalidBatchException.corrupt("a record has length " + length);
            }
            spend(length);
            int have = 0;
            while (have < length) {
                if (have == record.length) {
                    record = Arrays.copyOf(record, (int) Math.min(length, have * 2L));
                    window = ByteBuffer.wrap(record);
                }
                have += read(have, Math.min(length, record.length) - have);
            }
            window.limit(length).position(0);
            return window;
        }

        private int read(int offset, int length) {
            int n;
            try {
                n = in.read(record, offset, length);
            } catch (IOException | RuntimeException e) {
                throw damaged(e);
            }
            if (n < 0) {
                throw InvalidBatchException.corrupt("compressed records end too early");
            }
            return n;
        }

        private int readByte() {
            try {
                return in.read();
            } catch (IOException | RuntimeException e) {
                throw damaged(e);
            }
        }

        private int readLength() {
            int value = 0;
            for (int shift = 0; shift < 35; shift += 7) {
                int next = readByte();
                if (next < 0) {
                    throw InvalidBatchException.corrupt("compressed records end too early");
                }
                spend(1);
                value |= (next & 0x7f) << shift;
                if (next < 0x80) {
                    return (value >>> 1) ^ -(value & 1);
                }
            }
            throw InvalidBatchException.corrupt("a number in a record is longer than five bytes");
        }

        private void spend(int bytes) {
            left -= bytes;
            if (left < 0) {
                throw new InvalidBatchException(
                        ErrorCode.MESSAGE_TOO_LARGE,
                        "a batch compressed with "
                                + compression.label()
                                + " holds more bytes than allowed");
            }
        }

        @Override
        public void checkEnd() {
            if (readByte() >= 0) {
                throw InvalidBatchException.corrupt("bytes follow the last record of a batch");
            }
        }

        private InvalidBatchException damaged(@Nullable Throwable cause) {
            return new InvalidBatchException(
                    ErrorCode.CORRUPT_MESSAGE,
                    "records compressed with " + compression.label() + " cannot be read",
                    cause == null ? new IOException() : cause);
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw damaged(e);
            }
        }
    }
}
