package io.leat.connect.file;

import io.leat.common.TopicPartition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file that grows by lines, and beside it {@code FILE.offsets}: how long the file was, and which
 * offset comes next in each partition, at the last {@link #commit}. The offsets file is replaced
 * atomically after the data is on the disk, so it is the one point at which output and offsets
 * change together; what a crash left behind it in the data is cut off at the next {@link #open}.
 * One thread.
 */
final class OffsetFile implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final Map<TopicPartition, Long> offsets =
            new TreeMap<>(
                    Comparator.comparing(TopicPartition::topic)
                            .thenComparingInt(TopicPartition::partition));
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(BUFFER_BYTES);
    private boolean changed;

    private OffsetFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static OffsetFile open(Path path) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        OffsetFile file = new OffsetFile(path, channel);
        try {
            file.recover();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return file;
    }

    private void recover() throws IOException {
        Path sidecar = sidecar(".offsets");
        if (Files.exists(sidecar)) {
            List<String> lines = Files.readAllLines(sidecar, StandardCharsets.UTF_8);
            channel.truncate(Long.parseLong(lines.get(0)));
            for (String line : lines.subList(1, lines.size())) {
                String[] parts = line.split("\t", 3);
                offsets.put(
                        new TopicPartition(parts[0], Integer.parseInt(parts[1])),
                        Long.parseLong(parts[2]));
            }
        } else {
            channel.truncate(0);
        }
        channel.position(channel.size());
    }

    Path path() {
        return path;
    }

    /** The offset to read next in {@code partition}, or null when nothing of it was written. */
    @Nullable Long offset(TopicPartition partition) {
        return offsets.get(partition);
    }

    /** Adds a line that came from {@code offset}; does nothing when the file has it already. */
    void append(String line, TopicPartition partition, long offset) throws IOException {
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
    void commit() throws IOException {
        if (!changed) {
            return;
        }
        write();
        channel.force(true);
        List<String> lines = new ArrayList<>();
        lines.add(Long.toString(channel.size()));
        offsets.forEach((p, next) -> lines.add(p.topic() + "\t" + p.partition() + "\t" + next));
        Path fresh = sidecar(".offsets.tmp");
        try (FileChannel target =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            writeFully(target, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
            target.force(true);
        }
        Files.move(fresh, sidecar(".offsets"), StandardCopyOption.ATOMIC_MOVE);
        changed = false;
    }

    private void write() throws IOException {
        writeFully(channel, pending.toByteArray());
        pending.reset();
    }

    private static void writeFully(FileChannel target, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            target.write(buffer);
        }
    }

    private Path sidecar(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    /** Closes without a commit: what was not committed is read again. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
