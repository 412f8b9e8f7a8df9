package io.leat.log.storage;

import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.runtime.DiskFile;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads a file batch by batch through a buffer of its own. Used by one thread. */
final class BatchScan {

    private static final int CHUNK_BYTES = 256 * 1024;

    private final DiskFile file;
    private final long end;
    private long position;
    private ByteBuffer chunk;

    BatchScan(DiskFile file, long position, long end) {
        this.file = file;
        this.position = position;
        this.end = end;
        long left = Math.max(0, end - position);
        this.chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, left)).limit(0);
    }

    /** With the bytes from {@code position} on, as far as they were read. */
    BatchScan(DiskFile file, long position, long end, ByteBuffer read) {
        this.file = file;
        this.position = position;
        this.end = end;
        this.chunk = read;
    }

    /** Where the next batch begins; the end of what is scanned if there is none. */
    long position() {
        return position;
    }

    /** The next batch, valid until the next call; null at the end or where no batch begins. */
    @Nullable RecordBatch next() {
        if (position >= end) {
            return null; // and nothing is opened to see that
        }
        int size = sizeHere();
        if (size < 0) {
            fill(0);
            size = sizeHere();
            if (size < 0 && chunk.remaining() >= RecordBatch.LOG_OVERHEAD) {
                long wanted =
                        RecordBatch.LOG_OVERHEAD
                                + (long) chunk.getInt(chunk.position() + RecordBatch.LENGTH_AT);
                if (wanted < RecordBatch.RECORDS_AT || wanted > end - position) {
                    return null;
                }
                fill((int) wanted);
                size = sizeHere();
            }
        }
        if (size < 0) {
            return null;
        }
        RecordBatch batch = RecordBatch.at(chunk);
        chunk.position(chunk.position() + size);
        position += size;
        return batch;
    }

    /** The next batch in a buffer of its own. */
    @Nullable ByteBuffer nextBytes() {
        RecordBatch batch = next();
        if (batch == null) {
            return null;
        }
        ByteBuffer copy = ByteBuffer.allocate(batch.sizeInBytes());
        return copy.put(batch.slice()).flip();
    }

    private int sizeHere() {
        if (chunk.remaining() >= RecordBatch.LOG_OVERHEAD) {
            int length = chunk.getInt(chunk.position() + RecordBatch.LENGTH_AT);
            if (length < RecordBatch.RECORDS_AT - RecordBatch.LOG_OVERHEAD) {
                return -1;
            }
        }
        return RecordBatch.sizeAt(chunk, chunk.position());
    }

    private void fill(int wanted) {
        if (wanted > chunk.capacity()) {
            chunk = ByteBuffer.allocate(wanted);
        }
        chunk.clear();
        chunk.limit((int) Math.min(chunk.capacity(), Math.max(0, end - position)));
        file.read(chunk, position);
        chunk.flip();
    }
}
