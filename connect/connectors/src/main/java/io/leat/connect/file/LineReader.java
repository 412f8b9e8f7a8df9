package io.leat.connect.file;

import io.leat.connect.errors.ConnectException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads the lines of an open file, and knows the byte after the last one. One thread. */
final class LineReader implements AutoCloseable {

    /** How many bytes before a position tell whether a file is the one it was. */
    private static final int CHECK_BYTES = 1024;

    private final Path file;
    private final int maxLineBytes;
    private final FileChannel channel;
    private final byte[] chunk = new byte[1 << 16];
    private int next;
    private int filled;
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private long position;

    LineReader(Path file, int maxLineBytes) throws IOException {
        this.file = file;
        this.maxLineBytes = maxLineBytes;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    /** The byte after the last line returned. */
    long position() {
        return position;
    }

    long size() throws IOException {
        return channel.size();
    }

    void seek(long target) {
        position = target;
        next = 0;
        filled = 0;
        partial.reset();
    }

    /**
     * The next line without its end, or null when there is none yet.
     *
     * @param whole whether bytes without an end-of-line count as a line
     */
    @Nullable String next(boolean whole) throws IOException {
        while (true) {
            int end = next;
            while (end < filled && chunk[end] != '\n') {
                end++;
            }
            partial.write(chunk, next, end - next);
            if (partial.size() > maxLineBytes) {
                throw tooLong();
            }
            next = end;
            if (end < filled) {
                next++;
                return take(partial.size() + 1);
            }
            int read = channel.read(ByteBuffer.wrap(chunk), position + partial.size());
            next = 0;
            filled = Math.max(0, read);
            if (read <= 0) {
                if (whole && partial.size() > 0) {
                    return take(partial.size());
                }
                // Not a line yet: the next call begins with its first byte again.
                partial.reset();
                return null;
            }
        }
    }

    private String take(int bytes) {
        position += bytes;
        String line = partial.toString(StandardCharsets.UTF_8);
        partial.reset();
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private ConnectException tooLong() {
        return new ConnectException(
                "the line at byte %d of %s is longer than %s=%d bytes. Is it a text file? If so, raise the setting."
                        .formatted(
                                position,
                                file,
                                FileStreamSourceConnector.MAX_LINE_BYTES_CONFIG,
                                maxLineBytes));
    }

    /** A checksum of the bytes before {@code target}, null when the file is shorter. */
    @Nullable Long check(long target) throws IOException {
        if (target > channel.size()) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(target, CHECK_BYTES));
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, target - bytes.remaining()) < 0) {
                return null;
            }
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.flip());
        return checksum.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
