package io.leat.log.benchmarks.jmh;

import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskFile;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A disk that remembers lengths and no bytes, so that a benchmark sees our own work only. */
final class NullDisk implements Disk {

    private final Map<String, NullFile> files = new HashMap<>();

    private static final class NullFile implements DiskFile {
        private long size;

        @Override
        public int read(ByteBuffer target, long position) {
            int bytes = (int) Math.min(target.remaining(), Math.max(0, size - position));
            target.position(target.position() + bytes);
            return bytes;
        }

        @Override
        public void write(ByteBuffer[] sources, long position) {
            long end = position;
            for (ByteBuffer source : sources) {
                end += source.remaining();
                source.position(source.limit());
            }
            size = Math.max(size, end);
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void truncate(long bytes) {
            size = Math.min(size, bytes);
        }

        @Override
        public void force(boolean metadata) {}

        @Override
        public void close() {}
    }

    @Override
    public DiskFile open(String path) {
        return files.computeIfAbsent(path, any -> new NullFile());
    }

    @Override
    public long size(String path) {
        NullFile file = files.get(path);
        return file == null ? -1 : file.size();
    }

    @Override
    public DiskFile openRead(String path) {
        return open(path);
    }

    @Override
    public boolean exists(String path) {
        return files.containsKey(path);
    }

    @Override
    public List<String> list(String directory) {
        return List.of();
    }

    @Override
    public boolean isDirectory(String path) {
        return false;
    }

    @Override
    public void createDirectories(String directory) {}

    @Override
    public void rename(String from, String to) {
        NullFile file = files.remove(from);
        if (file != null) {
            files.put(to, file);
        }
    }

    @Override
    public boolean delete(String path) {
        return files.remove(path) != null;
    }

    @Override
    public void forceDirectory(String directory) {}

    @Override
    public long usableBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public AutoCloseable tryLock(String path) {
        return () -> {};
    }

    @Override
    public String root() {
        return "nowhere";
    }
}
