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
import java.util.LinkedHashMap;
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
    private final Cordon cordon;
    private final DeletedReplicas deleted = new DeletedReplicas();
    private final List<Consumer<LogDirectory>> listeners = new CopyOnWriteArrayList<>();

    /** By the name of the replica's directory. */
    private final Map<String, LogDirectory> homes = new ConcurrentHashMap<>();

    /** Copies of replicas that are moving, by the same name: the folder they move to. */
    private final Map<String, LogDirectory> copies = new ConcurrentHashMap<>();

    /** Replicas whose folder notes that they were moved to it. */
    private final Set<String> moved = ConcurrentHashMap.newKeySet();

    /** Where replicas are still that a crash kept from being deleted once they were moved. */
    private final Map<String, LogDirectory> left = new HashMap<>();

    /** Where replicas are to be that do not exist yet, as somebody asked. */
    private final Map<String, LogDirectory> preferred = new ConcurrentHashMap<>();

    /** How many replicas each folder has, by its id. */
    private final Map<Uuid, AtomicInteger> counts = new HashMap<>();

    /** Folders with data that could not be opened: a start has to recover it. */
    private final Set<Uuid> doubtful = ConcurrentHashMap.newKeySet();

    /** Replicas that were found in two folders, as people are told. */
    private final List<String> conflicts = new ArrayList<>();

    /** What a folder holds. */
    private record Contents(List<String> replicas, Set<String> coming, Set<String> arrived) {

        static Contents of(Disk disk) {
            MoveMarks marks = new MoveMarks(disk);
            return new Contents(disk.list(ROOT), marks.coming(), marks.arrived());
        }
    }

    /** Looks what the folders hold, and ends what a crash left of moves between them. Blocks. */
    public LogDirectories(List<Folder> folders, List<Missing> missing) {
        this.missing = new ArrayList<>(missing);
        this.cordon = new Cordon(directories, this.missing);
        Map<LogDirectory, Contents> found = new LinkedHashMap<>();
        for (Folder folder : folders) {
            try {
                Contents contents = Contents.of(folder.disk());
                found.put(add(folder), contents);
            } catch (DiskException e) {
                this.missing.add(Missing.of(folder.disk().root(), e));
            }
        }
        found.forEach((directory, contents) -> place(directory, contents, found));
        found.forEach((directory, contents) -> endMoves(directory, contents.arrived()));
    }

    private LogDirectory add(Folder folder) {
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
        counts.put(directory.id(), new AtomicInteger());
        return directory;
    }

    private void place(LogDirectory directory, Contents contents, Map<LogDirectory, Contents> all) {
        count(directory).set(contents.replicas().size());
        moved.addAll(contents.arrived());
        contents.coming().forEach(replica -> copies.put(replica, directory));
        for (String replica : contents.replicas()) {
            if (contents.coming().contains(replica)) {
                continue;
            }
            LogDirectory other = homes.putIfAbsent(replica, directory);
            if (other == null) {
                continue;
            }
            if (contents.arrived().contains(replica)) {
                homes.put(replica, directory);
                left.put(replica, other);
            } else if (Objects.requireNonNull(all.get(other)).arrived().contains(replica)) {
                left.put(replica, directory);
            } else {
                conflicts.add(place(other, replica) + " and " + place(directory, replica));
            }
        }
    }

    private static String place(LogDirectory directory, String replica) {
        return directory.path() + "/" + path(replica);
    }

    /** What was copied to this folder goes from the others; a mark stays until all are there. */
    private void endMoves(LogDirectory directory, Set<String> arrived) {
        for (String replica : arrived) {
            LogDirectory old = left.remove(replica);
            try {
                if (old != null) {
                    log.info(
                            "Deleting {}: it was moved to {}",
                            place(old, replica),
                            directory.path());
                    deleteFiles(replica, old);
                    forceDeletions(old);
                }
                ended(replica, directory);
            } catch (DiskException e) {
                log.warn(
                        "What was moved to {} could not be deleted elsewhere: {}. The next start"
                                + " tries again",
                        place(directory, replica),
                        e.getMessage());
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

    /** What was deleted and waits for its removal. */
    public DeletedReplicas deleted() {
        return deleted;
    }

    /** Which take no new replicas. */
    public Cordon cordon() {
        return cordon;
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
        LogDirectory asked = preferred.remove(name(id));
        if (chosen == null) {
            chosen = asked != null && asked.isOnline() ? asked : fewest();
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

    /** Of all those that are cordoned, if none is left: the controller gave it the replica. */
    private LogDirectory fewest() {
        LogDirectory best = null;
        for (LogDirectory each : directories) {
            if (each.isOnline() && (best == null || fits(each, best))) {
                best = each;
            }
        }
        if (best == null) {
            throw new StorageException(
                    ErrorCode.KAFKA_STORAGE_ERROR, "no data directory can be used");
        }
        return best;
    }

    private boolean fits(LogDirectory one, LogDirectory other) {
        return cordon.has(one) == cordon.has(other)
                ? count(one).get() < count(other).get()
                : cordon.has(other);
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

    /** Where a replica goes that does not exist yet, if nobody knows of another place. */
    public void prefer(TopicIdPartition id, LogDirectory directory) {
        preferred.put(name(id), directory);
    }

    // ---- moves ----

    /** Where a replica is moving to; null if it stays. */
    public @Nullable LogDirectory copy(TopicIdPartition id) {
        return copies.get(name(id));
    }

    /** From here on the replica may be copied to another folder. Blocks. */
    public void beginMove(TopicIdPartition id, LogDirectory to) {
        new MoveMarks(to.disk()).begin(name(id));
        if (copies.put(name(id), to) == null) {
            count(to).incrementAndGet();
        }
    }

    /** The copy has everything, durably: it counts now, whatever happens. Blocks. */
    public void commitMove(TopicIdPartition id, LogDirectory to) {
        new MoveMarks(to.disk()).arrive(name(id));
        moved.add(name(id));
        homes.put(name(id), to);
        copies.remove(name(id));
    }

    /** After {@link #commitMove}: deletes what it was copied from. Blocks. */
    public void endMove(TopicIdPartition id, LogDirectory from, LogDirectory to) {
        deleteFiles(name(id), from);
        forceDeletions(from);
        ended(name(id), to);
    }

    /** No folder has what was moved, unless one that is not here now: for it the mark stays. */
    private void ended(String name, LogDirectory to) {
        if (missing.isEmpty()) {
            new MoveMarks(to.disk()).end(name);
            moved.remove(name);
        }
    }

    /** Deletes the copy of a replica that does not move any more, if there is one. Blocks. */
    public void dropCopy(TopicIdPartition id) {
        dropCopy(name(id));
    }

    private void dropCopy(String name) {
        LogDirectory to = copies.get(name);
        if (to != null) {
            deleteFiles(name, to);
            forceDeletions(to);
            new MoveMarks(to.disk()).end(name);
            copies.remove(name);
        }
    }

    /** The folder of a copy became that of the replica, whose other folder is gone. Blocks. */
    public void adoptCopy(TopicIdPartition id) {
        LogDirectory to = copies.get(name(id));
        if (to != null && to.equals(homes.get(name(id)))) {
            new MoveMarks(to.disk()).end(name(id));
            copies.remove(name(id));
            count(to).decrementAndGet();
        }
    }

    // ---- deletions ----

    /** Takes the data of a replica that is not open out of the way, for its removal. Blocks. */
    public void delete(TopicIdPartition id, long now) {
        preferred.remove(name(id));
        delete(name(id), now);
    }

    private void delete(String name, long now) {
        dropCopy(name);
        LogDirectory home = homes.get(name);
        if (home != null) {
            takeAway(name, home, now);
            if (moved.remove(name)) {
                forceDeletions(home);
                new MoveMarks(home.disk()).end(name);
            }
            homes.remove(name);
        }
    }

    private void takeAway(String name, LogDirectory home, long now) {
        try {
            if (home.disk().exists(path(name))) {
                deleted.add(home, path(name), name, now);
            }
            count(home).decrementAndGet();
        } catch (DiskException e) {
            if (e.kind() != DiskException.Kind.FULL) {
                throw e;
            }
            deleteFiles(name, home); // not even room for a name: all the more it has to go
        }
    }

    private void deleteFiles(String name, LogDirectory home) {
        String directory = path(name);
        for (String file : home.disk().list(directory)) {
            home.disk().delete(directory + "/" + file);
        }
        home.disk().delete(directory);
        count(home).decrementAndGet();
    }

    /** A mark that says what to make of something may only go once that is gone for good. */
    private static void forceDeletions(LogDirectory directory) {
        if (directory.disk().isDirectory(ROOT)) {
            directory.disk().forceDirectory(ROOT);
        }
    }

    /** As {@link #delete}, all replicas but {@code assigned}, and what was before. Blocks. */
    public void deleteOthers(Set<TopicIdPartition> assigned, long now) {
        for (LogDirectory each : directories) {
            try {
                deleted.find(each, now);
            } catch (DiskException e) {
                each.failed(e);
            }
        }
        Set<String> wanted = new HashSet<>();
        assigned.forEach(id -> wanted.add(name(id)));
        Set<String> found = new HashSet<>(homes.keySet());
        found.addAll(copies.keySet());
        found.removeAll(wanted);
        for (String name : found) {
            log.info("Deleting {}: its topic is gone", path(name));
            try {
                delete(name, now);
            } catch (DiskException e) {
                failedToDelete(name, e);
            }
        }
    }

    private void failedToDelete(String name, DiskException cause) {
        log.error("{} cannot be deleted: the next start tries again", path(name), cause);
        LogDirectory home = homes.get(name);
        if (home != null) {
            home.failed(cause);
        }
    }
}
