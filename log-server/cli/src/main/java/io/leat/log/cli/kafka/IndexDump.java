package io.leat.log.cli.kafka;

import io.leat.log.cli.CommandFailure;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import io.leat.log.storage.IndexFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Prints the index of a segment, Leat's or Kafka's, and holds it against the segment. For one
 * thread.
 */
final class IndexDump {

    private static final int OFFSET_ENTRY_BYTES = 8;
    private static final int TIME_ENTRY_BYTES = 12;

    /** As Leat names the folders of partitions. */
    private static final Pattern OWN_FOLDER = Pattern.compile("[0-9a-f]{32}-\\d+");

    private final PrintWriter out;
    private final boolean sanityOnly;
    private final boolean verifyOnly;
    private final int maxMessageSize;
    private final Map<Path, Map<Long, Long>> mismatches = new TreeMap<>();
    private final List<String> wrongTimes = new ArrayList<>();
    private final List<String> wrongOrder = new ArrayList<>();
    private final Map<Path, List<String>> notFound = new TreeMap<>();

    /** What an index of Kafka's says: the last offset of a batch, and where that begins. */
    private record Entry(long offset, int position) {}

    /** What is asked for. */
    record Wanted(boolean sanityOnly, boolean verifyOnly, int maxMessageSize) {}

    IndexDump(PrintWriter out, Wanted wanted) {
        this.out = out;
        this.sanityOnly = wanted.sanityOnly;
        this.verifyOnly = wanted.verifyOnly;
        this.maxMessageSize = wanted.maxMessageSize;
    }

    /** An index of offsets. */
    void print(Path file) {
        long base = base(file);
        ByteBuffer bytes = read(file);
        IndexFile own = IndexFile.of(bytes, base);
        try (BatchFile log = BatchFile.open(sibling(file, ".log"))) {
            if (own != null) {
                print(file, own, log);
            } else if (isInOwnFolder(file)) {
                throw new CommandFailure(
                        file + " is damaged. The server makes it anew when it opens the log.");
            } else {
                print(file, bytes, base, log);
            }
        }
    }

    private static boolean isInOwnFolder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder != null && OWN_FOLDER.matcher("" + folder.getFileName()).matches();
    }

    private void print(Path file, IndexFile index, BatchFile log) {
        if (index.segmentSize() > log.size()) {
            throw new CommandFailure(
                    file
                            + " is of a segment of "
                            + index.segmentSize()
                            + " bytes, but that has "
                            + log.size()
                            + ". The server makes the index anew when it opens the log.");
        }
        if (sanityOnly) {
            out.println(file + " passed sanity check.");
            return;
        }
        for (IndexFile.Entry entry : index.entries()) {
            RecordBatch batch = batchAt(file, log, entry.position());
            compare(file, entry.offset(), batch == null ? -1 : batch.baseOffset());
            if (!verifyOnly) {
                out.println(
                        "offset: "
                                + entry.offset()
                                + " position: "
                                + entry.position()
                                + " maxTimestampBefore: "
                                + entry.maxTimestampBefore());
            }
        }
    }

    private void print(Path file, ByteBuffer bytes, long base, BatchFile log) {
        List<Entry> entries = entries(bytes, base);
        if (entries.isEmpty()) {
            out.println(file + " is empty.");
            return;
        }
        if (sanityOnly) {
            checkSane(file, bytes, OFFSET_ENTRY_BYTES, last(entries).offset, base);
            return;
        }
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.offset == base && i > 0) {
                return; // what lies behind was never written
            }
            RecordBatch batch = batchAt(file, log, entry.position);
            compare(file, entry.offset, batch == null ? -1 : batch.lastOffset());
            if (!verifyOnly) {
                out.println("offset: " + entry.offset + " position: " + entry.position);
            }
        }
    }

    private @Nullable RecordBatch batchAt(Path file, BatchFile log, int position) {
        RecordBatch batch = log.headerAt(position);
        if (batch != null && batch.sizeInBytes() > maxMessageSize) {
            throw new CommandFailure(
                    file
                            + ": the batch at position "
                            + position
                            + " has "
                            + batch.sizeInBytes()
                            + " bytes: more than --max-message-size. Raise that.");
        }
        return batch;
    }

    private void compare(Path file, long indexed, long logged) {
        if (indexed != logged) {
            mismatches
                    .computeIfAbsent(
                            file.toAbsolutePath(), key -> new TreeMap<>(Collections.reverseOrder()))
                    .put(indexed, logged);
        }
    }

    /** An index of times, which Kafka alone has: Leat's index of offsets has them, too. */
    void printTimes(Path file) {
        long base = base(file);
        ByteBuffer bytes = read(file);
        int count = bytes.remaining() / TIME_ENTRY_BYTES;
        if (sanityOnly) {
            checkSaneTimes(file, bytes, count, base);
            return;
        }
        Path offsets = sibling(file, ".index");
        List<Entry> index = Files.exists(offsets) ? entries(read(offsets), base) : List.of();
        try (BatchFile log = BatchFile.open(sibling(file, ".log"))) {
            long before = RecordBatch.NO_TIMESTAMP;
            for (int i = 0; i < count; i++) {
                long timestamp = bytes.getLong(i * TIME_ENTRY_BYTES);
                long offset = base + bytes.getInt(i * TIME_ENTRY_BYTES + Long.BYTES);
                if (offset == base && i > 0) {
                    return; // what lies behind was never written
                }
                check(file, log, floor(index, offset), offset, timestamp, before);
                if (!verifyOnly) {
                    out.println("timestamp: " + timestamp + " offset: " + offset);
                }
                before = timestamp;
            }
        }
    }

    private void check(
            Path file, BatchFile log, long from, long offset, long timestamp, long before) {
        long position = from;
        RecordBatch batch = log.headerAt(position);
        while (batch != null && batch.lastOffset() < offset) {
            position += batch.sizeInBytes();
            batch = log.headerAt(position);
        }
        if (batch == null || batch.lastOffset() != offset) {
            long found = batch == null ? -1 : batch.lastOffset();
            notFound.computeIfAbsent(file.toAbsolutePath(), key -> new ArrayList<>())
                    .add("Indexed offset: " + offset + ", found log offset: " + found);
            return;
        }
        long largest = largestTimestamp(log, position);
        if (largest != timestamp) {
            wrongTimes.add(
                    "Found timestamp mismatch in :"
                            + file.toAbsolutePath()
                            + "\n  Index timestamp: "
                            + timestamp
                            + ", log timestamp: "
                            + largest);
        }
        if (before >= timestamp) {
            wrongOrder.add(
                    "Found out of order timestamp in :"
                            + file.toAbsolutePath()
                            + "\n  Index timestamp: "
                            + timestamp
                            + ", Previously indexed timestamp: "
                            + before);
        }
    }

    private static long largestTimestamp(BatchFile log, long position) {
        long largest = RecordBatch.NO_TIMESTAMP;
        RecordBatch batch = log.at(position, Long.MAX_VALUE);
        if (batch != null) {
            try (RecordCursor cursor = RecordCursor.open(batch)) {
                while (cursor.next()) {
                    largest = Math.max(largest, cursor.timestamp());
                }
            }
        }
        return largest;
    }

    private void checkSaneTimes(Path file, ByteBuffer bytes, int count, long base) {
        if (count > 0) {
            int lastAt = (count - 1) * TIME_ENTRY_BYTES;
            if (bytes.getLong(lastAt) < bytes.getLong(0)) {
                throw new CommandFailure(
                        file + " is corrupt: its last timestamp is less than its first.");
            }
            long last = base + bytes.getInt(lastAt + Long.BYTES);
            checkSane(file, bytes, TIME_ENTRY_BYTES, last, base);
        } else {
            checkSane(file, bytes, TIME_ENTRY_BYTES, base, base);
        }
    }

    private void checkSane(Path file, ByteBuffer bytes, int entryBytes, long last, long base) {
        if (last < base) {
            throw new CommandFailure(
                    file
                            + " is corrupt: its last offset is "
                            + last
                            + ", less than that of the segment, "
                            + base
                            + ".");
        }
        if (bytes.remaining() % entryBytes != 0) {
            throw new CommandFailure(
                    file
                            + " is corrupt: it has "
                            + bytes.remaining()
                            + " bytes, which is no multiple of "
                            + entryBytes
                            + ".");
        }
        out.println(file + " passed sanity check.");
    }

    /** What did not fit, once all is printed. */
    void report(PrintWriter err) {
        mismatches.forEach(
                (file, pairs) -> {
                    err.println("Mismatches in :" + file);
                    pairs.forEach(
                            (indexed, logged) ->
                                    err.println(
                                            "  Index offset: "
                                                    + indexed
                                                    + ", log offset: "
                                                    + logged));
                });
        wrongTimes.forEach(err::println);
        wrongOrder.forEach(err::println);
        notFound.forEach(
                (file, lines) -> {
                    err.println("The following indexed offsets are not found in :" + file);
                    lines.forEach(err::println);
                });
    }

    private static long floor(List<Entry> entries, long offset) {
        long position = 0;
        for (Entry entry : entries) {
            if (entry.offset <= offset && entry.position >= position) {
                position = entry.position;
            }
        }
        return position;
    }

    private static Entry last(List<Entry> entries) {
        return entries.get(entries.size() - 1);
    }

    private static List<Entry> entries(ByteBuffer bytes, long base) {
        List<Entry> entries = new ArrayList<>();
        for (int at = 0; at + OFFSET_ENTRY_BYTES <= bytes.remaining(); at += OFFSET_ENTRY_BYTES) {
            entries.add(new Entry(base + bytes.getInt(at), bytes.getInt(at + Integer.BYTES)));
        }
        return entries;
    }

    private static long base(Path file) {
        String name = file.getFileName().toString();
        try {
            return Long.parseLong(name.substring(0, name.indexOf('.')));
        } catch (NumberFormatException e) {
            throw new CommandFailure(
                    file + ": the name of an index begins with the first offset of its segment.");
        }
    }

    private static Path sibling(Path file, String suffix) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.indexOf('.')) + suffix);
    }

    private static ByteBuffer read(Path file) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file));
        } catch (IOException e) {
            throw BatchFile.unreadable(file, e);
        }
    }
}
