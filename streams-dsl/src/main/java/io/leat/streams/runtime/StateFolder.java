package io.leat.streams.runtime;

import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.DiskFile;
import io.leat.log.runtime.Entropy;
import io.leat.streams.StreamsConfig;
import io.leat.streams.errors.LockException;
import io.leat.streams.errors.ProcessorStateException;
import io.leat.streams.processor.TaskId;
import io.leat.streams.state.spi.StoreFolder;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder with the state of one application in one process: a folder for each task, a lock, and
 * an id that stays the same across restarts. Safe for several threads.
 */
final class StateFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);

    private static final String LOCK = ".lock";
    private static final String PROCESS = "process-id";
    private static final String MEMBERS = "members";
    private static final Set<String> KEPT = Set.of(LOCK, PROCESS, MEMBERS);
    private static final String POSITION = "position";
    private static final String GLOBAL = "global";
    private static final Pattern TASK = Pattern.compile("\\d+_\\d+");

    /** What power loss in the first start left of an id does not look like one. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Disk disk;
    private final String application;
    private final @Nullable AutoCloseable lock;
    private final NotedMembers members;
    private final Map<TaskId, Long> positions = new ConcurrentHashMap<>();

    /**
     * Opens and locks the folder {@code application} on {@code disk}, for the user and his group.
     *
     * @param groupWrites whether the group may write there too
     */
    StateFolder(Disk disk, String application, boolean groupWrites) {
        this.disk = disk;
        this.application = application;
        disk.createDirectories(application);
        restrict("", groupWrites);
        restrict(application, groupWrites);
        this.lock = disk.tryLock(application + "/" + LOCK);
        if (lock == null) {
            throw new LockException(
                    "the state folder "
                            + root()
                            + " is in use by another process. Give each instance on a machine its"
                            + " own state.dir.");
        }
        members = new NotedMembers(disk, application + "/" + MEMBERS);
        readPositions();
    }

    /** A folder that others own stays as it is. */
    private void restrict(String directory, boolean groupWrites) {
        try {
            disk.restrict(directory, groupWrites);
        } catch (DiskException e) {
            LOG.atWarn()
                    .addKeyValue("folder", new File(disk.root(), directory))
                    .addKeyValue("reason", e.getMessage())
                    .log("who may read and write here could not be set");
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

    /**
     * The same; the folder is closed if that fails.
     *
     * @throws ProcessorStateException if it cannot be written to
     */
    String processIdOrClose(Entropy entropy) {
        try {
            return processId(entropy);
        } catch (DiskException e) {
            close();
            throw new ProcessorStateException(
                    "cannot write to the state folder: " + e.getMessage(), e);
        }
    }

    /** What the threads of this process are in their group. */
    NotedMembers members() {
        return members;
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
        positions.putIfAbsent(task, 0L);
        return new StoreFolder(disk, path);
    }

    /**
     * How far the stores on this disk are at least in their changelogs, by task: 0 for those that
     * were not closed in order.
     */
    Map<TaskId, Long> positions() {
        return Map.copyOf(positions);
    }

    private void readPositions() {
        for (String name : disk.list(application)) {
            String path = application + "/" + name;
            if (TASK.matcher(name).matches() && disk.isDirectory(path)) {
                positions.put(TaskId.parse(name), position(path + "/" + POSITION));
            }
        }
    }

    private long position(String path) {
        if (!disk.exists(path)) {
            return 0;
        }
        try (DiskFile file = disk.openRead(path)) {
            String known = text(file);
            return known.matches("\\d{1,18}") ? Long.parseLong(known) : 0;
        }
    }

    /**
     * The stores of {@code task} are closed and stand at {@code position}, all changelogs together.
     * This is a hint for the assignment of tasks: it may get lost.
     */
    void note(TaskId task, long position) {
        positions.put(task, position);
        String path = application + "/" + task + "/" + POSITION;
        try (DiskFile file = disk.open(path)) {
            file.truncate(0);
            file.write(StandardCharsets.UTF_8.encode(Long.toString(position)), 0);
        } catch (DiskException e) {
            LOG.atDebug().addKeyValue("task", task).setCause(e).log("position not noted");
        }
    }

    /**
     * Deletes the state of tasks that nothing was written to for {@code maxAgeMs}; -1 for never. No
     * task is open yet.
     *
     * @throws ProcessorStateException if that fails
     */
    void deleteOutdated(long maxAgeMs, long nowMs) {
        if (maxAgeMs == StreamsConfig.STATE_CLEANUP_DIR_MAX_AGE_MS_DISABLED) {
            return;
        }
        try {
            deleteOlderThan(nowMs - maxAgeMs);
        } catch (DiskException e) {
            throw new ProcessorStateException("cannot delete old state: " + e.getMessage(), e);
        }
    }

    private void deleteOlderThan(long time) {
        for (TaskId task : Set.copyOf(positions.keySet())) {
            long modified = modifiedMs(application + "/" + task);
            if (modified < time) {
                LOG.atInfo()
                        .addKeyValue("task", task)
                        .addKeyValue("modified", Instant.ofEpochMilli(modified))
                        .log("deleting state that is too old");
                delete(task);
            }
        }
    }

    /** The latest of a folder and all in it: a database changes its files, not the folder. */
    private long modifiedMs(String path) {
        long latest = disk.modifiedMs(path);
        for (String name : disk.list(path)) {
            latest = Math.max(latest, modifiedMs(path + "/" + name));
        }
        return latest;
    }

    /** Deletes the state of {@code task}; nobody uses it. */
    void delete(TaskId task) {
        positions.remove(task);
        delete(application + "/" + task);
    }

    /** The folder of the global stores. */
    StoreFolder global() {
        String path = application + "/" + GLOBAL;
        disk.createDirectories(path);
        return new StoreFolder(disk, path);
    }

    /** Deletes the global stores, which nobody uses: their topics hold what was there. */
    void deleteGlobal() {
        delete(application + "/" + GLOBAL);
    }

    /** Deletes the state of all tasks. */
    void clean() {
        for (String name : disk.list(application)) {
            if (!KEPT.contains(name)) {
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
