package io.leat.log.broker.node;

import io.leat.log.protocol.Uuid;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.storage.ClosedLogs;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One folder of a node's data: held by one process at a time, marked with the cluster and node it
 * belongs to. Used at start and stop, on the first loop.
 */
final class DataDirectory implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DataDirectory.class);
    private static final String LOCK = ".lock";
    private static final String CLEAN = ".leat_cleanshutdown";
    private static final long UNKNOWN_EPOCH = -1;

    private final Disk disk;
    private final AutoCloseable lock;
    private final boolean clean;
    private final long lastEpoch;
    private @Nullable DirectoryIdentity identity;

    private DataDirectory(Disk disk, AutoCloseable lock) {
        this.disk = disk;
        this.lock = lock;
        this.identity = DirectoryIdentity.read(disk);
        this.clean = disk.exists(CLEAN);
        this.lastEpoch = clean ? epoch(DirectoryIdentity.text(disk, CLEAN)) : UNKNOWN_EPOCH;
    }

    /**
     * Takes the folder for this process.
     *
     * @throws StartException if another process has it
     * @throws DiskException if it cannot be used
     */
    static DataDirectory take(Disk disk) {
        disk.createDirectories("");
        AutoCloseable lock = disk.tryLock(LOCK);
        if (lock == null) {
            throw new StartException(
                    "The data directory "
                            + disk.root()
                            + " is in use by another process. Stop that one, or choose another"
                            + " directory with --data or log.dirs");
        }
        try {
            return new DataDirectory(disk, lock);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    String path() {
        return disk.root();
    }

    /** Whose it is; null if it is empty yet. */
    @Nullable DirectoryIdentity identity() {
        return identity;
    }

    /** Marks it, as it is empty yet. */
    void format(DirectoryIdentity owner) {
        owner.write(disk);
        identity = owner;
    }

    /** The id of the folder itself: a replaced disk has another. */
    Uuid id() {
        return Objects.requireNonNull(identity).directoryId();
    }

    /** Whether the last process that had it closed everything in order. */
    boolean clean() {
        return clean;
    }

    /** From here on things change: unless it is closed in order, the next start has to recover. */
    void begin() {
        disk.delete(CLEAN);
        ClosedLogs.delete(disk);
        disk.forceDirectory("");
    }

    Disk disk() {
        return disk;
    }

    /** The broker epoch of the last process, if it closed everything in order; else -1. */
    long lastEpoch() {
        return lastEpoch;
    }

    /**
     * Leaves word that everything was closed in order: the next start needs no recovery, and the
     * controller is told so.
     */
    void markClean(long brokerEpoch) {
        try {
            DirectoryIdentity.write(disk, CLEAN, String.valueOf(brokerEpoch));
        } catch (DiskException e) {
            log.warn(
                    "The next start has to recover, because this cannot be noted: {}",
                    e.getMessage());
        }
    }

    private static long epoch(String text) {
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException e) {
            return UNKNOWN_EPOCH;
        }
    }

    @Override
    public void close() {
        release(lock);
    }

    private static void release(AutoCloseable lock) {
        try {
            lock.close();
        } catch (Exception e) {
            throw new StartException("The lock of the data directory cannot be given back", e);
        }
    }
}
