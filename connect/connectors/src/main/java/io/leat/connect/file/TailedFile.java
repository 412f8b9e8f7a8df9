package io.leat.connect.file;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is read as it grows, under whatever name it has at the moment. Owned by one task's
 * thread.
 *
 * <p>With its position it keeps a checksum of the bytes before it. When they are others, the file
 * was replaced or written anew, and is read from its start.
 */
final class TailedFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TailedFile.class);

    /**
     * How far a file was read.
     *
     * @param check checksum of the bytes before the position; null when nobody knows it
     */
    record Mark(long position, @Nullable Long check) {

        static final Mark START = new Mark(0, null);

        /** From a source offset; null when it is none of ours. */
        static @Nullable Mark of(@Nullable Map<String, Object> offset) {
            if (offset == null
                    || !(offset.get(FileStreamSourceTask.POSITION_FIELD)
                            instanceof Number position)) {
                return null;
            }
            Object check = offset.get(FileStreamSourceTask.CHECK_FIELD);
            return new Mark(
                    position.longValue(),
                    check instanceof Number number ? number.longValue() : null);
        }

        Map<String, Object> toOffset() {
            Map<String, Object> offset = new HashMap<>();
            offset.put(FileStreamSourceTask.POSITION_FIELD, position);
            if (check != null) {
                offset.put(FileStreamSourceTask.CHECK_FIELD, check);
            }
            return offset;
        }
    }

    private final String key;
    private final int maxLineBytes;
    private Path path;
    private Mark mark;
    private @Nullable LineReader reader;
    private long fruitlessSize = -1;
    private @Nullable FileTime fruitlessTime;
    private @Nullable FileTime seenTime;
    private boolean gone;

    /**
     * @param key names the file itself, whatever its path
     */
    TailedFile(String key, Path path, Mark mark, int maxLineBytes) {
        this.key = key;
        this.path = path;
        this.mark = mark;
        this.maxLineBytes = maxLineBytes;
    }

    String key() {
        return key;
    }

    Path path() {
        return path;
    }

    Mark mark() {
        return mark;
    }

    void renamed(Path newPath) {
        path = newPath;
    }

    /** Nobody can open it any more: what is left of it is read now or never. */
    void gone() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    boolean isOpen() {
        return reader != null;
    }

    /**
     * Whether reading makes sense when the file has {@code size} bytes, changed at {@code time}.
     */
    boolean mayHaveMore(long size, FileTime time) {
        seenTime = time;
        // The time, because a file may be cut and written anew to the size that it had.
        return size != fruitlessSize || !time.equals(fruitlessTime);
    }

    /** Whether the bytes before {@code expected} are those that it was made of. */
    boolean continues(Mark expected) throws IOException {
        Long check = reader().check(expected.position());
        return check != null && (expected.check() == null || expected.check().equals(check));
    }

    /** Prepares for reading on, from the start when this is not the file that it was. */
    void begin() throws IOException {
        if (!continues(mark)) {
            LOG.atWarn()
                    .addKeyValue("file", path)
                    .addKeyValue("position", mark.position())
                    .log("file was cut or written anew, reading it from its start");
            mark = Mark.START;
        }
        reader().seek(mark.position());
    }

    /** The next line after {@link #begin}; null at the end of the file. */
    @Nullable String next(boolean unterminated) throws IOException {
        long size = reader().size();
        String line = reader().next(unterminated || gone);
        if (line == null) {
            fruitlessSize = size;
            fruitlessTime = seenTime;
        }
        return line;
    }

    /** The byte after the last line. */
    long position() throws IOException {
        return reader().position();
    }

    /**
     * Keeps the position that reading has reached; false, and keeps the former one, when the file
     * was cut meanwhile: what was read since {@link #begin} may then be of two files.
     */
    boolean end() throws IOException {
        long position = reader().position();
        Long check = reader().check(position);
        if (check == null || !continues(mark)) {
            return false;
        }
        mark = new Mark(position, check);
        return true;
    }

    private LineReader reader() throws IOException {
        LineReader open = reader;
        if (open == null) {
            open = new LineReader(path, maxLineBytes);
            reader = open;
        }
        return open;
    }

    @Override
    public void close() throws IOException {
        LineReader open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
    }
}
