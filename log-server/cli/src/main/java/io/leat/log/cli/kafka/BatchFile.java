package io.leat.log.cli.kafka;

import io.leat.log.cli.CommandFailure;
import io.leat.log.protocol.record.RecordBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A file of batches that is only read. Closed by whoever opened it. */
final class BatchFile implements AutoCloseable {

    private static final int CHUNK_BYTES = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final long size;

    private BatchFile(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.size = channel.size();
    }

    static BatchFile open(Path file) {
        try {
            return new BatchFile(file, FileChannel.open(file, StandardOpenOption.READ));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static CommandFailure unreadable(Path file, IOException cause) {
        return new CommandFailure("cannot read " + file + ": " + cause.getMessage(), cause);
    }

    long size() {
        return size;
    }

    /** The batch at {@code position}; null if the file or {@code end} cuts it, or it is none. */
    @Nullable RecordBatch at(long position, long end) {
        long limit = Math.min(size, end);
        int length = length(position, limit);
        return length < 0 ? null : RecordBatch.at(read(position, length));
    }

    /** As above, without its records; to find one among many. */
    @Nullable RecordBatch headerAt(long position) {
        return length(position, size) < 0
                ? null
                : new RecordBatch(read(position, RecordBatch.RECORDS_AT), 0);
    }

    private int length(long position, long limit) {
        if (limit - position < RecordBatch.LOG_OVERHEAD) {
            return -1;
        }
        ByteBuffer head = read(position, RecordBatch.LOG_OVERHEAD);
        long length = head.getInt(RecordBatch.LENGTH_AT) + (long) RecordBatch.LOG_OVERHEAD;
        return length < RecordBatch.RECORDS_AT || length > limit - position ? -1 : (int) length;
    }

    private ByteBuffer read(long position, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.min(count, CHUNK_BYTES));
        while (bytes.position() < count) {
            if (!bytes.hasRemaining()) {
                int larger = (int) Math.min(count, bytes.capacity() * 2L);
                bytes = ByteBuffer.allocate(larger).put(bytes.flip());
            }
            try {
                if (channel.read(bytes, position + bytes.position()) < 0) {
                    throw new IOException("the file became shorter");
                }
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
