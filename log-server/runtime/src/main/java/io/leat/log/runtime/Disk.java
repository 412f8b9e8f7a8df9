package io.leat.log.runtime;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tree of files under one root directory. Paths are relative, separated by {@code /}. Calls block
 * and may be made from any thread; what may be slow ({@code force}, cold reads) belongs on {@link
 * Offload}. Every failure is a {@link DiskException}.
 */
public interface Disk {

    /** Opens {@code path} for reading and writing, creating the file when it is missing. */
    DiskFile open(String path);

    /** Opens {@code path} for reading; a missing file is a {@link DiskException}. */
    DiskFile openRead(String path);

    /** Whether a file or directory exists. */
    boolean exists(String path);

    /** Length of a file in bytes; -1 when there is none. */
    long size(String path);

    /** The whole of a file, which is small; null when there is none. */
    default @Nullable ByteBuffer read(String path) {
        if (!exists(path)) {
            return null;
        }
        try (DiskFile file = openRead(path)) {
            ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(file.size()));
            file.read(all, 0);
            return all.flip();
        } catch (DiskException e) {
            if (e.kind() == DiskException.Kind.MISSING) {
                return null;
            }
            throw e;
        }
    }

    /**
     * At most {@code bytes} of a file, which are few, from {@code position} on: fewer if it ends
     * before. A missing file is a {@link DiskException}.
     */
    default ByteBuffer read(String path, long position, int bytes) {
        try (DiskFile file = openRead(path)) {
            ByteBuffer part = ByteBuffer.allocate(bytes);
            file.read(part, position);
            return part.flip();
        }
    }

    /** Names (not paths) of what {@code directory} holds, sorted; empty when it does not exist. */
    List<String> list(String directory);

    /** Whether {@code path} is a directory. */
    boolean isDirectory(String path);

    /**
     * When a file or directory was last changed, in milliseconds since the epoch by the clock of
     * the file system; {@link Long#MAX_VALUE} when unknown.
     */
    default long modifiedMs(String path) {
        return Long.MAX_VALUE;
    }

    /** Creates a directory and its parents; no error when it exists. */
    void createDirectories(String directory);

    /**
     * Lets the group of this user read {@code directory}, or write to it as well, and nobody else
     * anything; nothing happens where the file system knows no groups.
     */
    default void restrict(String directory, boolean groupWrites) {}

    /** Moves a file or directory within this disk, atomically, replacing a file at the target. */
    void rename(String from, String to);

    /** Deletes a file or an empty directory; false when there was none. */
    boolean delete(String path);

    /**
     * Makes creations, renames and deletions in {@code directory} durable. Until then a crash may
     * undo them, also when the files themselves were forced.
     */
    void forceDirectory(String directory);

    /** Free bytes for this process, or {@link Long#MAX_VALUE} when unknown. */
    long usableBytes();

    /** Bytes of the file system in all, or -1 when unknown. */
    default long totalBytes() {
        return -1;
    }

    /**
     * Takes the exclusive lock file {@code path}; it is given back by closing the result or by the
     * end of the process. Null when another process holds it.
     */
    @Nullable AutoCloseable tryLock(String path);

    /** Whether it is a folder that native code can open files in, under {@link #root}. */
    default boolean onFileSystem() {
        return true;
    }

    /** The root, for messages to people. */
    String root();
}
