package io.leat.log.storage;

import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.DiskFile;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A file whose length is known, opened when it is first used: a start does not open thousands of
 * segments that nobody may ask for. Safe on every thread.
 */
final class LazyFile implements DiskFile {

    private final Disk disk;
    private final String path;
    private final long size;

    /** Whether the process that wrote it forced it. */
    private final boolean forced;

    private volatile @Nullable DiskFile opened;
    private boolean closed;

    LazyFile(Disk disk, String path, long size, boolean forced) {
        this.forced = forced;
        this.disk = disk;
        this.path = path;
        this.size = size;
    }

    private DiskFile file() {
        DiskFile file = opened;
        return file == null ? open() : file;
    }

    /**
     * Opens it under the name that it has now.
     *
     * @throws DiskException if it is not as long as it was
     */
    synchronized DiskFile open() {
        DiskFile file = opened;
        if (file != null) {
            return file;
        }
        if (closed) {
            throw new DiskException(DiskException.Kind.IO, path + " is closed");
        }
        long found = disk.size(path);
        if (found != size) {
            throw new DiskException(
                    DiskException.Kind.IO,
                    disk.root()
                            + "/"
                            + path
                            + (found < 0 ? " is gone" : " has " + found + " bytes, not " + size)
                            + ": somebody changed it while this server was running");
        }
        file = disk.open(path);
        opened = file;
        return file;
    }

    @Override
    public int read(ByteBuffer target, long position) {
        return file().read(target, position);
    }

    @Override
    public void write(ByteBuffer[] sources, long position) {
        file().write(sources, position);
    }

    @Override
    public void write(ByteBuffer source, long position) {
        file().write(source, position);
    }

    @Override
    public long size() {
        DiskFile file = opened;
        return file == null ? size : file.size();
    }

    @Override
    public void truncate(long bytes) {
        if (bytes < size()) {
            file().truncate(bytes);
        }
    }

    @Override
    public void force(boolean metadata) {
        DiskFile file = forced ? opened : file();
        if (file != null) { // or nothing was written since
            file.force(metadata);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        DiskFile file = opened;
        if (file != null) {
            file.close();
        }
    }
}
