package io.leat.log.runtime.sim;

import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.DiskException.Kind;
import io.leat.log.runtime.DiskFile;
import io.leat.log.runtime.sim.DiskFaults.Loss;
import io.leat.log.runtime.sim.Inode.DirectoryNode;
import io.leat.log.runtime.sim.Inode.FileNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that outlives the crashes of its node and loses what was not forced. Every
 * change (write, truncate, force, create, rename, delete, forceDirectory) is counted, so that a
 * test can make the node die, or the operation fail, at each of them in turn.
 */
public final class SimDisk implements Disk {

    private final SimNode node;
    private final String name;
    private final SimEntropy entropy;
    private final DirectoryNode root = new DirectoryNode();
    private final List<NameChange> unforced = new ArrayList<>();
    private final TreeSet<String> locks = new TreeSet<>();
    private final TreeSet<String> unreadable = new TreeSet<>();
    private DiskFaults faults = DiskFaults.NONE;
    private @Nullable String liesAbout;
    private long operations;
    private long crashAt = -1;
    private long failAt = -1;
    private boolean failsForever;

    /**
     * One atomic change of names: a creation, a deletion, or both ends of a rename. Compared by
     * identity: the same name may be made twice.
     */
    private static final class NameChange {

        private final List<Entry> entries;

        NameChange(List<Entry> entries) {
            this.entries = entries;
        }

        record Entry(DirectoryNode directory, String name, @Nullable Inode inode) {

            boolean hasPlaceOf(Entry other) {
                return directory == other.directory && name.equals(other.name);
            }

            void apply(Map<String, Inode> names) {
                if (inode == null) {
                    names.remove(name);
                } else {
                    names.put(name, inode);
                }
            }
        }

        /** Whether {@code later} changes a name that this one changes too. */
        boolean isBefore(NameChange later) {
            return entries.stream()
                    .anyMatch(mine -> later.entries.stream().anyMatch(mine::hasPlaceOf));
        }

        boolean touches(DirectoryNode directory) {
            return entries.stream().anyMatch(entry -> entry.directory == directory);
        }

        void applyLive() {
            entries.forEach(entry -> entry.apply(entry.directory.entries));
        }

        void applyDurable() {
            entries.forEach(entry -> entry.apply(entry.directory.durable));
        }
    }

    /** Where a path leads: its directory, its last name, and what is there. */
    private record Place(DirectoryNode directory, String name, @Nullable Inode inode) {}

    SimDisk(SimNode node, String name, SimEntropy entropy) {
        this.node = node;
        this.name = name;
        this.entropy = entropy;
    }

    // ---- what a test does to it ----

    /** Changes how the disk misbehaves from now on. */
    public void faults(DiskFaults newFaults) {
        faults = newFaults;
    }

    /**
     * From now on, three of four times that something in {@code folder} is forced, that is reported
     * as a success and nothing is made durable.
     */
    public void lieAbout(String folder) {
        liesAbout = folder;
    }

    /** Everything written so far is durable, and every force does what it says from now on. */
    public void beHonest() {
        liesAbout = null;
        unforced.forEach(NameChange::applyDurable);
        unforced.clear();
        root.forceAll();
    }

    private boolean lies(String path) {
        String folder = liesAbout;
        return faults.lyingForce()
                || folder != null
                        && (path.equals(folder) || path.startsWith(folder + "/"))
                        && entropy.nextInt(4) > 0;
    }

    /** How many changes were asked of this disk so far. */
    public long operations() {
        return operations;
    }

    /** Crashes the node in the middle of change {@code operation} (counted from 1). */
    public void crashAtOperation(long operation) {
        crashAt = operation;
    }

    /** Makes change {@code operation} (counted from 1) fail with an I/O error. */
    public void failAtOperation(long operation) {
        failAt = operation;
        failsForever = false;
    }

    /** Makes every change from {@code operation} on fail with an I/O error. */
    public void failFromOperation(long operation) {
        failAt = operation;
        failsForever = true;
    }

    /** Makes reads of the file fail with an I/O error, or succeed again. */
    public void failReads(String path, boolean fails) {
        if (fails) {
            unreadable.add(path);
        } else {
            unreadable.remove(path);
        }
    }

    /** The bytes of all files. */
    public long usedBytes() {
        return usedBytes(root);
    }

    /** Flips one bit at {@code position} of a file, as a failing medium does. */
    public void flipBit(String path, long position) {
        if (!(place(path).inode() instanceof FileNode file)) {
            throw missing(path);
        }
        file.flipBit(Math.toIntExact(position));
    }

    // ---- the port ----

    @Override
    public DiskFile open(String path) {
        check();
        Place place = place(path);
        if (place.inode() instanceof FileNode file) {
            return new SimDiskFile(this, path, file, true);
        }
        if (place.inode() != null) {
            throw error(Kind.IO, path, "is a directory");
        }
        FileNode file = new FileNode();
        boolean dies = begin(path);
        change(new NameChange.Entry(place.directory(), place.name(), file));
        dieIf(dies);
        return new SimDiskFile(this, path, file, true);
    }

    @Override
    public DiskFile openRead(String path) {
        check();
        if (place(path).inode() instanceof FileNode file) {
            return new SimDiskFile(this, path, file, false);
        }
        throw missing(path);
    }

    @Override
    public boolean exists(String path) {
        check();
        return find(path) != null;
    }

    @Override
    public long size(String path) {
        check();
        return find(path) instanceof FileNode file
                ? new SimDiskFile(this, path, file, false).size()
                : -1;
    }

    @Override
    public List<String> list(String directory) {
        check();
        return find(directory) instanceof DirectoryNode found
                ? List.copyOf(found.entries.keySet())
                : List.of();
    }

    @Override
    public boolean isDirectory(String path) {
        check();
        return find(path) instanceof DirectoryNode;
    }

    @Override
    public void createDirectories(String directory) {
        check();
        DirectoryNode at = root;
        for (String part : parts(directory)) {
            Inode next = at.entries.get(part);
            if (next == null) {
                boolean dies = begin(directory);
                next = new DirectoryNode();
                change(new NameChange.Entry(at, part, next));
                dieIf(dies);
            }
            if (!(next instanceof DirectoryNode child)) {
                throw error(Kind.IO, directory, "is in the way of a directory");
            }
            at = child;
        }
    }

    @Override
    public void rename(String from, String to) {
        check();
        Place source = place(from);
        Place target = place(to);
        Inode moved = source.inode();
        if (moved == null) {
            throw missing(from);
        }
        if (target.inode() instanceof DirectoryNode) {
            throw error(Kind.IO, to, "is a directory");
        }
        boolean dies = begin(from);
        change(
                new NameChange.Entry(source.directory(), source.name(), null),
                new NameChange.Entry(target.directory(), target.name(), moved));
        dieIf(dies);
    }

    @Override
    public boolean delete(String path) {
        check();
        Inode inode = find(path);
        if (inode == null) {
            return false;
        }
        if (inode instanceof DirectoryNode directory && !directory.entries.isEmpty()) {
            throw error(Kind.IO, path, "is not empty");
        }
        boolean dies = begin(path);
        Place place = place(path);
        change(new NameChange.Entry(place.directory(), place.name(), null));
        dieIf(dies);
        return true;
    }

    @Override
    public void forceDirectory(String directory) {
        check();
        if (!(find(directory) instanceof DirectoryNode found)) {
            throw missing(directory);
        }
        chargeForce();
        dieIf(begin(directory));
        if (!lies(directory)) {
            forceNames(found);
        }
    }

    /**
     * The changes of names in {@code directory} are durable, and with them the earlier ones of the
     * names they moved: a file system's journal keeps their order.
     */
    private void forceNames(DirectoryNode directory) {
        List<NameChange> forced = new ArrayList<>();
        for (int i = unforced.size() - 1; i >= 0; i--) {
            NameChange change = unforced.get(i);
            if (change.touches(directory) || forced.stream().anyMatch(change::isBefore)) {
                forced.add(0, change);
            }
        }
        forced.forEach(NameChange::applyDurable);
        unforced.removeAll(forced);
    }

    @Override
    public long usableBytes() {
        check();
        return faults.capacityBytes() == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : Math.max(0, faults.capacityBytes() - usedBytes(root));
    }

    @Override
    public @Nullable AutoCloseable tryLock(String path) {
        open(path).close();
        return locks.add(path) ? () -> locks.remove(path) : null;
    }

    @Override
    public boolean onFileSystem() {
        return false;
    }

    @Override
    public String root() {
        return "sim:" + node.name() + "/" + name;
    }

    // ---- for files ----

    void write(FileNode file, String path, byte[] bytes, long position) {
        boolean dies;
        try {
            dies = begin(path);
        } catch (DiskException e) {
            file.write(position, prefix(bytes));
            throw e;
        }
        if (dies) {
            file.write(position, prefix(bytes));
            dieIf(true);
        }
        long growth = Math.max(0, position + bytes.length - file.live().size());
        long missing = growth - Math.min(growth, usableBytes());
        if (missing > 0) {
            int fits = (int) Math.max(0, bytes.length - missing);
            file.write(position, java.util.Arrays.copyOf(bytes, fits));
            throw error(Kind.FULL, path, "no space left");
        }
        file.write(position, bytes);
    }

    int read(FileNode file, String path, ByteBuffer target, long position) {
        if (unreadable.contains(path)) {
            throw error(Kind.IO, path, "Input/output error");
        }
        return file.live().read(target, position);
    }

    void truncate(FileNode file, String path, long size) {
        boolean dies = begin(path);
        file.truncate(size);
        dieIf(dies);
    }

    void force(FileNode file, String path) {
        chargeForce();
        boolean dies;
        try {
            dies = begin(path);
        } catch (DiskException e) {
            file.forceFailed();
            throw e;
        }
        if (dies) {
            file.keepSome(faults.loss(), entropy);
            dieIf(true);
        }
        if (!lies(path)) {
            file.force();
        }
    }

    void check() {
        Life running = node.simulation().running();
        if (running != null) {
            running.accepts();
        }
    }

    // ---- for the node ----

    void loseUnforced() {
        Loss loss = faults.loss();
        int prefix = entropy.nextInt(unforced.size() + 1);
        for (int i = 0; i < unforced.size(); i++) {
            boolean kept =
                    switch (loss) {
                        case NOTHING_LOST -> true;
                        case ALL_LOST -> false;
                        case TORN -> i < prefix;
                        case REORDERED -> entropy.chance(0.5);
                    };
            if (kept) {
                unforced.get(i).applyDurable();
            }
        }
        unforced.clear();
        root.lose(loss, entropy);
    }

    void releaseLocks() {
        locks.clear();
    }

    // ---- inside ----

    /** Counts one change: true when the node is to die in it; throws when it is to fail. */
    private boolean begin(String path) {
        check();
        operations++;
        node.simulation().note(Event.Kind.OFFLOAD, node.index(), operations);
        if (operations == crashAt) {
            return true;
        }
        if (failAt > 0 && (operations == failAt || (failsForever && operations > failAt))) {
            throw error(Kind.IO, path, "Input/output error");
        }
        return false;
    }

    private void dieIf(boolean dies) {
        if (dies) {
            node.crash();
            throw new NodeCrashedError(node.name());
        }
    }

    private void chargeForce() {
        long mean = faults.forceMeanNanos();
        node.life().charge(mean / 4 + (long) (entropy.nextDouble() * 1.5 * mean));
    }

    private byte[] prefix(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, entropy.nextInt(bytes.length + 1));
    }

    private void change(NameChange.Entry... entries) {
        NameChange change = new NameChange(List.of(entries));
        change.applyLive();
        unforced.add(change);
    }

    private @Nullable Inode find(String path) {
        Inode at = root;
        for (String part : parts(path)) {
            at = at instanceof DirectoryNode directory ? directory.entries.get(part) : null;
        }
        return at;
    }

    private Place place(String path) {
        List<String> parts = parts(path);
        if (parts.isEmpty()) {
            throw error(Kind.IO, path, "is the root");
        }
        String parent = String.join("/", parts.subList(0, parts.size() - 1));
        if (!(find(parent) instanceof DirectoryNode directory)) {
            throw missing(parent);
        }
        String last = parts.get(parts.size() - 1);
        return new Place(directory, last, directory.entries.get(last));
    }

    private List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                throw error(Kind.IO, path, "leads out of the disk");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static long usedBytes(Inode inode) {
        if (inode instanceof FileNode file) {
            return file.live().size();
        }
        return ((DirectoryNode) inode)
                .entries.values().stream().mapToLong(SimDisk::usedBytes).sum();
    }

    private DiskException missing(String path) {
        return error(Kind.MISSING, path, "no such file or directory");
    }

    DiskException error(Kind kind, String path, String what) {
        return new DiskException(kind, root() + "/" + path + ": " + what);
    }
}
