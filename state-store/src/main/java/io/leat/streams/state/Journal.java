package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.DiskFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of commits, each with its changes and the changelog position they lead to. Owned by its
 * store's thread.
 *
 * <p>A commit is one entry: {@code length crc position count (key value)*}, where a length of -1
 * stands for a deletion. Reading stops at the first entry that is not whole, so that a crash, which
 * may lose or tear whatever was not forced, leaves the state of an earlier commit. Entries are
 * forced now and then only: what is missing, the changelog has.
 */
final class Journal implements AutoCloseable {

    private static final int HEADER = 2 * Integer.BYTES;
    private static final int COMMITS_BETWEEN_FORCES = 32;
    private static final long BYTES_BETWEEN_FORCES = 1 << 20;
    private static final long WASTE = 4 << 20;

    private final Disk disk;
    private final String folder;
    private final String path;
    private DiskFile file;
    private long end;
    private long replacedAt;
    private long unforcedBytes;
    private int unforcedCommits;
    private boolean namesForced;
    private boolean failed;

    /** Receives the commits that are read. */
    interface Reader {
        void commit(SortedMap<Bytes, byte @Nullable []> changes, long position);
    }

    private Journal(Disk disk, String folder, String path, DiskFile file) {
        this.disk = disk;
        this.folder = folder;
        this.path = path;
        this.file = file;
    }

    /** Opens the journal {@code name} in {@code folder} and hands its commits to {@code reader}. */
    static Journal open(Disk disk, String folder, String name, Reader reader) {
        disk.createDirectories(folder);
        String path = folder + "/" + name;
        disk.delete(replacement(path));
        Journal journal = new Journal(disk, folder, path, disk.open(path));
        try {
            journal.read(reader);
        } catch (RuntimeException e) {
            journal.file.close();
            throw e;
        }
        return journal;
    }

    private static String replacement(String path) {
        return path + ".new";
    }

    private void read(Reader reader) {
        long size = file.size();
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        while (end + HEADER <= size) {
            header.clear();
            file.read(header, end);
            header.flip();
            int length = header.getInt();
            int crc = header.getInt();
            if (length < Long.BYTES + Integer.BYTES || length > size - end - HEADER) {
                break;
            }
            ByteBuffer entry = ByteBuffer.allocate(length);
            file.read(entry, end + HEADER);
            entry.flip();
            if (entry.remaining() != length || checksum(entry) != crc) {
                break;
            }
            decode(entry, reader);
            end += HEADER + length;
        }
        if (end < size) {
            // Forced, or whole entries behind the torn one could come back behind new ones.
            file.truncate(end);
            file.force(true);
        }
        replacedAt = end;
    }

    private static void decode(ByteBuffer entry, Reader reader) {
        long position = entry.getLong();
        int count = entry.getInt();
        TreeMap<Bytes, byte @Nullable []> changes = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            byte[] key = new byte[entry.getInt()];
            entry.get(key);
            int length = entry.getInt();
            byte[] value = length < 0 ? null : new byte[length];
            if (value != null) {
                entry.get(value);
            }
            changes.put(Bytes.wrap(key), value);
        }
        reader.commit(changes, position);
    }

    /** Adds a commit. */
    void append(Collection<? extends Map.Entry<Bytes, byte @Nullable []>> changes, long position) {
        guarded(
                () -> {
                    ByteBuffer entry = encode(changes, position);
                    int size = entry.remaining();
                    file.write(entry, end);
                    end += size;
                    unforcedBytes += size;
                    unforcedCommits++;
                    if (unforcedCommits >= COMMITS_BETWEEN_FORCES
                            || unforcedBytes >= BYTES_BETWEEN_FORCES) {
                        force();
                    }
                });
    }

    /** Whether the file is much larger than when it last held each key once. */
    boolean wasteful() {
        return end > WASTE + 2 * replacedAt;
    }

    /** Puts one commit of {@code content} in the place of all commits so far. */
    void replace(Collection<? extends Map.Entry<Bytes, byte @Nullable []>> content, long position) {
        guarded(
                () -> {
                    String temporary = replacement(path);
                    disk.delete(temporary);
                    DiskFile next = disk.open(temporary);
                    ByteBuffer entry = encode(content, position);
                    int size = entry.remaining();
                    next.write(entry, 0);
                    next.force(true);
                    disk.rename(temporary, path);
                    namesForced = false;
                    forceNames();
                    file.close();
                    file = next;
                    end = size;
                    replacedAt = end;
                    unforcedBytes = 0;
                    unforcedCommits = 0;
                });
    }

    /** What {@link #label(String)} was told, or null. */
    @Nullable String label() {
        ByteBuffer word = disk.read(labelled(path));
        return word == null ? null : StandardCharsets.UTF_8.decode(word).toString();
    }

    /** Keeps a word beside the commits, at once. */
    void label(String word) {
        guarded(
                () -> {
                    String temporary = replacement(labelled(path));
                    disk.delete(temporary);
                    DiskFile next = disk.open(temporary);
                    next.write(ByteBuffer.wrap(word.getBytes(StandardCharsets.UTF_8)), 0);
                    next.force(true);
                    next.close();
                    disk.rename(temporary, labelled(path));
                    namesForced = false;
                    forceNames();
                });
    }

    private static String labelled(String path) {
        return path + ".label";
    }

    private void force() {
        file.force(true);
        forceNames();
        unforcedBytes = 0;
        unforcedCommits = 0;
    }

    /** Makes the way to the file durable, from the root down: any of it may be new. */
    private void forceNames() {
        if (!namesForced) {
            disk.forceDirectory("");
            for (int slash = folder.indexOf('/');
                    slash > 0;
                    slash = folder.indexOf('/', slash + 1)) {
                disk.forceDirectory(folder.substring(0, slash));
            }
            disk.forceDirectory(folder);
            namesForced = true;
        }
    }

    /** After a failure nobody knows what the file holds: it takes no more. */
    private void guarded(Runnable change) {
        if (failed) {
            throw new DiskException(
                    DiskException.Kind.IO, path + " failed before and takes no more");
        }
        failed = true;
        change.run();
        failed = false;
    }

    private static ByteBuffer encode(
            Collection<? extends Map.Entry<Bytes, byte @Nullable []>> changes, long position) {
        long size = HEADER + Long.BYTES + Integer.BYTES;
        for (var change : changes) {
            byte[] value = change.getValue();
            size += 2L * Integer.BYTES + change.getKey().get().length;
            size += value == null ? 0 : value.length;
        }
        ByteBuffer entry = ByteBuffer.allocate(Math.toIntExact(size));
        entry.position(HEADER).mark();
        entry.putLong(position).putInt(changes.size());
        for (var change : changes) {
            byte[] value = change.getValue();
            entry.putInt(change.getKey().get().length).put(change.getKey().get());
            if (value == null) {
                entry.putInt(-1);
            } else {
                entry.putInt(value.length).put(value);
            }
        }
        entry.reset();
        entry.putInt(0, entry.remaining()).putInt(Integer.BYTES, checksum(entry));
        return entry.rewind();
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }

    @Override
    public void close() {
        try {
            if (!failed && unforcedCommits > 0) {
                force();
            }
        } finally {
            file.close();
        }
    }
}
