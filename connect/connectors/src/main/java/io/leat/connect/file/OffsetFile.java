package io.leat.connect.file;

import io.leat.common.TopicPartition;
import io.leat.connect.errors.ConnectException;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskFile;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file that grows by lines, and beside it {@code FILE.offsets}: how long the file was, and which
 * offset comes next in each partition, at the last {@link #commit}. Owned by one task's thread; a
 * lock file keeps other writers out.
 *
 * <p>The offsets file is replaced atomically after the data is on the disk, so it is the one point
 * at which output and offsets change together. What a crash left behind that point in the data is
 * cut off at the next {@link #open}, and comes again from the log. What was in the file before its
 * first use stays.
 */
final class OffsetFile implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Disk disk;
    private final String name;
    private final AutoCloseable lock;
    private final DiskFile data;
    private final Map<TopicPartition, Long> offsets =
            new TreeMap<>(
                    Comparator.comparing(TopicPartition::topic)
                            .thenComparingInt(TopicPartition::partition));
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(BUFFER_BYTES);
    private long length;
    private boolean changed;

    private OffsetFile(Disk disk, String name, AutoCloseable lock, DiskFile data) {
        this.disk = disk;
        this.name = name;
        this.lock = lock;
        this.data = data;
    }

    /**
     * Opens the file called {@code name} in the root of {@code disk} where its last commit left it.
     *
     * @throws ConnectException if another writer has it, or if somebody changed it
     */
    static OffsetFile open(Disk disk, String name) {
        AutoCloseable lock = disk.tryLock(name + ".lock");
        if (lock == null) {
            throw new ConnectException(
                    disk.root()
                            + "/"
                            + name
                            + " is being written by another task or process. Give each sink a file"
                            + " of its own, and end what is left of earlier runs.");
        }
        OffsetFile file = new OffsetFile(disk, name, lock, disk.open(name));
        try {
            file.recover();
            return file;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void recover() {
        if (!disk.exists(sidecar())) {
            length = data.size();
            changed = true;
            commit();
            return;
        }
        readSidecar();
        if (data.size() < length) {
            throw new ConnectException(
                    "%s has %d bytes, but %s says that %d were written: somebody changed it. Put the missing part back, or remove both files to write all of the topic again."
                            .formatted(path(), data.size(), sidecar(), length));
        }
        data.truncate(length);
    }

    private void readSidecar() {
        String text;
        try (DiskFile file = disk.openRead(sidecar())) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
            file.read(bytes, 0);
            text = StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        }
        try {
            List<String> lines = text.lines().toList();
            length = Long.parseLong(lines.get(0));
            for (String line : lines.subList(1, lines.size())) {
                String[] parts = line.split("\t", 3);
                offsets.put(
                        new TopicPartition(parts[0], Integer.parseInt(parts[1])),
                        Long.parseLong(parts[2]));
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new ConnectException(
                    disk.root()
                            + "/"
                            + sidecar()
                            + " is damaged. Remove it together with "
                            + path()
                            + " to write all of the topic again.",
                    e);
        }
    }

    String path() {
        return disk.root() + "/" + name;
    }

    /** The offset to read next in {@code partition}, or null when nothing of it was written. */
    @Nullable Long offset(TopicPartition partition) {
        return offsets.get(partition);
    }

    /** Adds a line that came from {@code offset}; does nothing when the file has it already. */
    void append(String line, TopicPartition partition, long offset) {
        Long next = offsets.get(partition);
        if (next != null && offset < next) {
            return;
        }
        pending.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        pending.write('\n');
        offsets.put(partition, offset + 1);
        changed = true;
        if (pending.size() >= BUFFER_BYTES) {
            write();
        }
    }

    /** Makes everything appended so far, and its offsets, survive a crash. */
    void commit() {
        if (!changed) {
            return;
        }
        write();
        data.force(true);
        StringBuilder text = new StringBuilder().append(length).append('\n');
        offsets.forEach(
                (partition, next) ->
                        text.append(partition.topic())
                                .append('\t')
                                .append(partition.partition())
                                .append('\t')
                                .append(next)
                                .append('\n'));
        String fresh = sidecar() + ".new";
        try (DiskFile target = disk.open(fresh)) {
            target.truncate(0);
            target.write(StandardCharsets.UTF_8.encode(text.toString()), 0);
            target.force(true);
        }
        disk.rename(fresh, sidecar());
        disk.forceDirectory("");
        changed = false;
    }

    private void write() {
        data.write(ByteBuffer.wrap(pending.toByteArray()), length);
        length += pending.size();
        pending.reset();
    }

    private String sidecar() {
        return name + ".offsets";
    }

    /** Closes without a commit: what was not committed is read again. */
    @Override
    public void close() {
        data.close();
        try {
            lock.close();
        } catch (Exception e) {
            throw new ConnectException("cannot unlock " + path(), e);
        }
    }
}
