package io.leat.streams.crash;

import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskFile;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The disk of an instance, where writes of stores are {@link CommitPoints}. Immutable. */
final class WatchedDisk implements Disk {

    private static final String STORES = "/journal/";

    private final Instance instance;
    private final Disk disk;
    private final CommitPoints points;

    WatchedDisk(Instance instance, Disk disk, CommitPoints points) {
        this.instance = instance;
        this.disk = disk;
        this.points = points;
    }

    @Override
    public DiskFile open(String path) {
        DiskFile file = disk.open(path);
        int at = path.indexOf(STORES);
        return at < 0 ? file : new StoreFile(file, path.substring(at + STORES.length()));
    }

    @Override
    public DiskFile openRead(String path) {
        return disk.openRead(path);
    }

    @Override
    public long size(String path) {
        return disk.size(path);
    }

    @Override
    public boolean exists(String path) {
        return disk.exists(path);
    }

    @Override
    public List<String> list(String directory) {
        return disk.list(directory);
    }

    @Override
    public boolean isDirectory(String path) {
        return disk.isDirectory(path);
    }

    @Override
    public long modifiedMs(String path) {
        return disk.modifiedMs(path);
    }

    @Override
    public void createDirectories(String directory) {
        disk.createDirectories(directory);
    }

    @Override
    public void rename(String from, String to) {
        disk.rename(from, to);
    }

    @Override
    public boolean delete(String path) {
        return disk.delete(path);
    }

    @Override
    public void forceDirectory(String directory) {
        disk.forceDirectory(directory);
    }

    @Override
    public long usableBytes() {
        return disk.usableBytes();
    }

    @Override
    public boolean onFileSystem() {
        return disk.onFileSystem();
    }

    @Override
    public @Nullable AutoCloseable tryLock(String path) {
        return disk.tryLock(path);
    }

    @Override
    public String root() {
        return disk.root();
    }

    /** The file that a store commits to. */
    private final class StoreFile implements DiskFile {

        private final DiskFile file;
        private final String store;

        StoreFile(DiskFile file, String store) {
            this.file = file;
            this.store = store;
        }

        @Override
        public int read(ByteBuffer target, long position) {
            return file.read(target, position);
        }

        @Override
        public void write(ByteBuffer[] sources, long position) {
            try {
                points.around(
                        instance,
                        "commit of store " + store,
                        () -> {
                            file.write(sources, position);
                            return null;
                        });
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public void truncate(long size) {
            file.truncate(size);
        }

        @Override
        public void force(boolean metadata) {
            file.force(metadata);
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
