package io.leat.connect.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a growing file, and knows the byte after the last one. One thread. */
final class LineReader implements AutoCloseable {

    private final FileChannel channel;
    private final boolean unterminated;
    private final ByteBuffer chunk = ByteBuffer.allocate(1 << 16).limit(0);
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private long position;

    /** Starts at byte {@code position}; at 0 when the file is shorter: it was replaced. */
    LineReader(Path file, long position, boolean unterminated) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.position = position <= channel.size() ? position : 0;
        this.unterminated = unterminated;
        channel.position(this.position);
    }

    /** The byte after the last line returned. */
    long position() {
        return position;
    }

    /** The next whole line without its end, or null when there is none yet. */
    @Nullable String next() throws IOException {
        while (true) {
            while (chunk.hasRemaining()) {
                byte b = chunk.get();
                position++;
                if (b == '\n') {
                    return take();
                }
                partial.write(b);
            }
            chunk.clear();
            int read = channel.read(chunk);
            chunk.flip();
            if (read <= 0) {
                return rest();
            }
        }
    }

    /** The bytes after the last end-of-line, when they count as a line. */
    private @Nullable String rest() throws IOException {
        if (unterminated && partial.size() > 0) {
            return take();
        }
        // Not a line yet: come back to its first byte with the next call.
        position -= partial.size();
        partial.reset();
        channel.position(position);
        return null;
    }

    private String take() {
        String line = partial.toString(StandardCharsets.UTF_8);
        partial.reset();
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
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
