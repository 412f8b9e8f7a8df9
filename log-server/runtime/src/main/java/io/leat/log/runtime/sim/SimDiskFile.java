package io.leat.log.runtime.sim;

import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.DiskFile;
import io.leat.log.runtime.sim.Inode.FileNode;
import java.nio.ByteBuffer;

/** An open file of a {@link SimDisk}. Like a descriptor, it outlives rename and delete. */
final class SimDiskFile implements DiskFile {

    private final SimDisk disk;
    private final String path;
    private final FileNode file;
    private final boolean writable;
    private boolean closed;

    SimDiskFile(SimDisk disk, String path, FileNode file, boolean writable) {
        this.disk = disk;
        this.path = path;
        this.file = file;
        this.writable = writable;
    }

    @Override
    public int read(ByteBuffer target, long position) {
        check();
        return disk.read(file, path, target, position);
    }

    @Override
    public void write(ByteBuffer[] sources, long position) {
        checkWritable();
        int length = 0;
        for (ByteBuffer source : sources) {
            length += source.remaining();
        }
        byte[] bytes = new byte[length];
        int at = 0;
        for (ByteBuffer source : sources) {
            int count = source.remaining();
            source.get(bytes, at, count);
            at += count;
        }
        disk.write(file, path, bytes, position);
    }

    @Override
    public long size() {
        check();
        return file.live().size();
    }

    @Override
    public void truncate(long size) {
        checkWritable();
        disk.truncate(file, path, size);
    }

    @Override
    public void force(boolean metadata) {
        checkWritable();
        disk.force(file, path);
    }

    @Override
    public void close() {
        closed = true;
    }

    private void check() {
        disk.check();
        if (closed) {
            throw disk.error(DiskException.Kind.IO, path, "the file is closed");
        }
    }

    private void checkWritable() {
        check();
        if (!writable) {
            throw disk.error(DiskException.Kind.IO, path, "the file was opened for reading");
        }
    }
}
