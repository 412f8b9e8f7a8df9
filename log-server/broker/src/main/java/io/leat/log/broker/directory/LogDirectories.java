package io.leat.log.broker.directory;

import io.leat.log.broker.partition.Partition.Assignment;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.storage.ClosedLogs;
import io.leat.log.storage.DirectoryState;
import io.leat.log.storage.LogDirectory;
import io.leat.log.storage.StorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders of {@code log.dirs} on this broker, and which replica is in which. A replica stays
 * where it was found; a new one goes where the fewest are. Each is in a directory named by topic id
 * and number, so that no name a client chose ever becomes a path. Safe on every thread.
 */
public final class LogDirectories {

    private static final Logger log = LoggerFactory.getLogger(LogDirectories.class);
    private static final String ROOT = "partitions";
    private static final HexFormat HEX = HexFormat.of();

    /** A folder as it is found at the start. */
    public record Folder(Uuid id, Disk disk, boolean clean) {}

    /** A folder that could not be used when the node started. */
    public record Missing(String path, String reason) {

        public static Missing of(String path, DiskException cause) {
            return new Missing(path, String.valueOf(cause.getMessage()));
        }
    }

    private final List<LogDirectory> directories = new ArrayList<>();
    private final List<Missing> missing;
    private final List<Consumer<LogDirectory>> listeners = new CopyOnWriteArrayList<>();

    /** By the name of the replica's directory. */
    private final Map<String, LogDirectory> homes = new ConcurrentHashMap<>();

    /** How many replicas each folder has, by its id. */
    private final Map<Uuid, AtomicInteger> counts = new HashMap<>();

    /** Folders with data that could not be opened: a start has to recover it. */
    private final Set<Uuid> doubtful = ConcurrentHashMap.newKeySet();

    /** Replicas that were found in two folders, as people are told. */
    private final List<String> conflicts = new ArrayList<>();

    /** Looks what the folders hold. Blocks. */
    public LogDirectories(List<Folder> folders, List<Missing> missing) {
        this.missing = new ArrayList<>(missing);
        for (Folder folder : folders) {
            try {
                add(folder, folder.disk().list(ROOT));
            } catch (DiskException e) {
                this.missing.add(Missing.of(folder.disk().root(), e));
            }
        }
    }

    private void add(Folder folder, List<String> replicas) {
        DirectoryState state =
                new DirectoryState(
                        cause -> failed(folder.id(), cause), cause -> full(folder, cause));
        LogDirectory directory =
                new LogDirectory(
                        folder.id(),
                        folder.disk(),
                        folder.clean(),
                        state,
                        ClosedLogs.read(folder.disk(), folder.clean()));
        directories.add(directory);
        counts.put(directory.id(), new AtomicInteger(replicas.size()));
        for (String replica : replicas) {
            LogDirectory other = homes.putIfAbsent(replica, directory);
            if (other != null) {
                conflicts.add(
                        other.path()
                                + "/"
                                + path(replica)
                                + " and "
                                + directory.path()
                                + "/"
                                + path(replica));
            }
        }
    }

    /** Replicas that are in two folders, so that nobody can say which data counts. */
    public List<String> conflicts() {
        return conflicts;
    }

    private void failed(Uuid id, StorageException cause) {
        LogDirectory directory = find(id);
        if (directory == null) {
            return;
        }
        log.error(
                "The data directory {} is offline: {}. Its partitions answer KAFKA_STORAGE_ERROR."
                        + " Repair or replace the disk (the kernel's log says what is wrong with"
                        + " it), then restart this server: what was acknowledged is kept",
                directory.path(),
                cause.getMessage());
        listeners.forEach(each -> each.accept(directory));
    }

    private static void full(Folder folder, @Nullable StorageException cause) {
        String path = folder.disk().root();
        if (cause == null) {
            log.info("The disk of {} has room again: records are taken", path);
        } else {
            log.error(
                    "The disk of {} is full: {}. Records are refused with KAFKA_STORAGE_ERROR until"
                            + " there is room: free some, shorten the retention of topics, or move"
                            + " the data to a larger disk. What was acknowledged is kept",
                    path,
                    cause.getMessage());
        }
    }

    /** Calls {@code listener} with each folder that fails, once, on the thread that saw it. */
    public void onFailure(Consumer<LogDirectory> listener) {
        listeners.add(listener);
    }

    // ---- the folders ----

    /** Those that could be used at the start, in the order of the setting. */
    public List<LogDirectory> all() {
        return directories;
    }

    /** Those that could not. */
    public List<Missing> missing() {
        return missing;
    }

    /** Ids of those that could be used at the start. */
    public List<Uuid> ids() {
        return directories.stream().map(LogDirectory::id).toList();
    }

    /** Ids of those that failed since. */
    public List<Uuid> failedIds() {
        return directories.stream().filter(d -> !d.isOnline()).map(LogDirectory::id).toList();
    }

    /** Whether no folder is left that can be used. */
    public boolean allFailed() {
        return directories.stream().noneMatch(LogDirectory::isOnline);
    }

    private @Nullable LogDirectory find(Uuid id) {
        for (LogDirectory each : directories) {
            if (each.id().equals(id)) {
                return each;
            }
        }
        return null;
    }

    /** The folder with this path; null if it is none of them. */
    public @Nullable LogDirectory find(String path) {
        for (LogDirectory each : directories) {
            if (each.path().equals(path)) {
                return each;
            }
        }
        return null;
    }

    // ---- the replicas ----

    /** The directory of a replica within its folder. */
    public static String path(TopicIdPartition id) {
        return path(name(id));
    }

    private static String path(String name) {
        return ROOT + "/" + name;
    }

    private static String name(TopicIdPartition id) {
        Uuid topic = id.topicId();
        return HEX.toHexDigits(topic.high()) + HEX.toHexDigits(topic.low()) + '-' + id.partition();
    }

    /** Where a replica is; null if it is nowhere yet. */
    public @Nullable LogDirectory find(TopicIdPartition id) {
        return homes.get(name(id));
    }

    /**
     * Where a replica is, or is to be from now on.
     *
     * @throws StorageException with LOG_DIR_NOT_FOUND if its data is known to be in a folder that
     *     is not there: an empty replica must not take its place
     */
    public LogDirectory home(TopicIdPartition id, Assignment assignment) {
        LogDirectory found = homes.get(name(id));
        return found != null ? found : homes.computeIfAbsent(name(id), n -> choose(id, assignment));
    }

    private LogDirectory choose(TopicIdPartition id, Assignment assignment) {
        PartitionImage state = assignment.state();
        Uuid told = state.directory(assignment.nodeId());
        LogDirectory chosen = find(told);
        boolean elsewhere = chosen == null && !told.equals(PartitionImage.UNASSIGNED_DIRECTORY);
        if (elsewhere && (!missing.isEmpty() || counts(state, assignment.nodeId()))) {
            throw new StorageException(
                    ErrorCode.LOG_DIR_NOT_FOUND,
                    "the data of "
                            + id
                            + " is in the directory with the id "
                            + told
                            + (missing.isEmpty()
                                    ? ", which is not in log.dirs: put it there again, or delete"
                                            + " the topic"
                                    : ", which may be one that cannot be used: " + missing));
        }
        if (chosen == null) {
            chosen = fewest();
        }
        count(chosen).incrementAndGet();
        return chosen;
    }

    /** Whether the cluster counts on the data of this replica. */
    private static boolean counts(PartitionImage state, int nodeId) {
        return state.leader() == nodeId
                || state.isr().contains(nodeId)
                || state.elr().contains(nodeId);
    }

    private LogDirectory fewest() {
        LogDirectory best = null;
        for (LogDirectory each : directories) {
            if (each.isOnline() && (best == null || count(each).get() < count(best).get())) {
                best = each;
            }
        }
        if (best == null) {
            throw new StorageException(
                    ErrorCode.KAFKA_STORAGE_ERROR, "no data directory can be used");
        }
        return best;
    }

    private AtomicInteger count(LogDirectory directory) {
        return Objects.requireNonNull(counts.get(directory.id()));
    }

    /**
     * Whether the controller has to learn where a replica is: it assumes that a broker with one
     * folder has all in that.
     */
    public boolean isNews(LogDirectory home, Assignment assignment) {
        Uuid told = assignment.state().directory(assignment.nodeId());
        return !told.equals(home.id())
                && (directories.size() > 1 || !told.equals(PartitionImage.UNASSIGNED_DIRECTORY));
    }

    /** Its data could not be opened: the next start must not rely on what the folder holds. */
    public void doubt(LogDirectory directory) {
        doubtful.add(directory.id());
    }

    /**
     * Whether all that was closed in a folder is as it should be: the next start may rely on it.
     */
    public boolean isIntact(LogDirectory directory) {
        return directory.isOnline() && !doubtful.contains(directory.id());
    }

    /** Deletes the data of a replica that is not open. Blocks. */
    public void delete(TopicIdPartition id) {
        LogDirectory home = homes.get(name(id));
        if (home != null) {
            delete(name(id), home);
        }
    }

    private void delete(String name, LogDirectory home) {
        String directory = path(name);
        for (String file : home.disk().list(directory)) {
            home.disk().delete(directory + "/" + file);
        }
        home.disk().delete(directory);
        homes.remove(name);
        count(home).decrementAndGet();
    }

    /** Deletes the data of all replicas but {@code assigned}. Blocks. */
    public void deleteOthers(Set<TopicIdPartition> assigned) {
        Set<String> wanted = new HashSet<>();
        assigned.forEach(id -> wanted.add(name(id)));
        homes.forEach(
                (name, home) -> {
                    if (!wanted.contains(name)) {
                        log.info("Deleting {}/{}: its topic is gone", home.path(), path(name));
                        delete(name, home);
                    }
                });
    }
}
