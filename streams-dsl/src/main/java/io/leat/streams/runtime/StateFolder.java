package io.leat.streams.runtime;

import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskFile;
import io.leat.log.runtime.Entropy;
import io.leat.streams.errors.LockException;
import io.leat.streams.processor.TaskId;
import io.leat.streams.state.spi.StoreFolder;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folder with the state of one application in one process: a folder for each task, a lock, and
 * an id that stays the same across restarts. Safe for several threads.
 */
final class StateFolder implements AutoCloseable {

    private static final String LOCK = ".lock";
    private static final String PROCESS = "process-id";

    /** What power loss in the first start left of an id does not look like one. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Disk disk;
    private final String application;
    private final @Nullable AutoCloseable lock;

    /** Opens and locks the folder {@code application} on {@code disk}. */
    StateFolder(Disk disk, String application) {
        this.disk = disk;
        this.application = application;
        disk.createDirectories(application);
        this.lock = disk.tryLock(application + "/" + LOCK);
        if (lock == null) {
            throw new LockException(
                    "the state folder "
                            + root()
                            + " is in use by another process. Give each instance on a machine its"
                            + " own state.dir.");
        }
    }

    private File root() {
        return new File(disk.root(), application);
    }

    /** The id of this folder's process, made at its first start. */
    String processId(Entropy entropy) {
        String path = application + "/" + PROCESS;
        try (DiskFile file = disk.open(path)) {
            String known = text(file);
            if (ID.matcher(known).matches()) {
                return known;
            }
            String id = entropy.nextUuid().toString();
            file.truncate(0);
            file.write(StandardCharsets.UTF_8.encode(id), 0);
            file.force(true);
            disk.forceDirectory(application);
            return id;
        }
    }

    private static String text(DiskFile file) {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size(), 64));
        file.read(bytes, 0);
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString().trim();
    }

    /** The folder of {@code task}; made if it is not there. */
    StoreFolder task(TaskId task) {
        String path = application + "/" + task;
        disk.createDirectories(path);
        return new StoreFolder(disk, path);
    }

    /** The folder of the global stores, empty: their topics hold what was there. */
    StoreFolder global() {
        String path = application + "/global";
        if (disk.isDirectory(path)) {
            delete(path);
        }
        disk.createDirectories(path);
        return new StoreFolder(disk, path);
    }

    /** Deletes the state of all tasks. */
    void clean() {
        for (String name : disk.list(application)) {
            if (!name.equals(LOCK) && !name.equals(PROCESS)) {
                delete(application + "/" + name);
            }
        }
    }

    private void delete(String path) {
        if (disk.isDirectory(path)) {
            for (String name : disk.list(path)) {
                delete(path + "/" + name);
            }
        }
        disk.delete(path);
    }

    @Override
    public void close() {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (Exception e) {
            throw new LockException("cannot give back the lock of " + root(), e);
        }
    }
}
