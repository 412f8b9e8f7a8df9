package io.leat.log.cli.kafka;

import io.leat.log.protocol.record.InvalidBatchException;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import io.leat.log.protocol.record.RecordHeader;
import io.leat.log.protocol.record.Sequences;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints the batches and records of segment files as Kafka's tool does. For one thread. */
final class SegmentDump {

    private static final Pattern SNAPSHOT = Pattern.compile("(\\d{20})-(\\d{10})\\.checkpoint");

    private final PrintWriter out;
    private final long maxBytes;
    private final boolean deep;
    private final boolean skipMetadata;
    private final @Nullable RecordDecoder decoder;
    private final Map<Path, Map<Long, Long>> gaps = new TreeMap<>();
    private long lastOffset;

    /**
     * @param deep print records, not only batches
     * @param decoder shows keys and values, if they are asked for
     */
    SegmentDump(
            PrintWriter out,
            long maxBytes,
            boolean deep,
            boolean skipMetadata,
            @Nullable RecordDecoder decoder) {
        this.out = out;
        this.maxBytes = maxBytes;
        this.deep = deep;
        this.skipMetadata = skipMetadata;
        this.decoder = decoder;
    }

    void print(Path file) {
        try (BatchFile batches = BatchFile.open(file)) {
            String name = file.getFileName().toString();
            printHead(name);
            lastOffset = -1;
            long position = 0;
            RecordBatch batch;
            while ((batch = batches.at(position, maxBytes)) != null) {
                print(file, batch, position);
                position += batch.sizeInBytes();
            }
            if (position < batches.size() && maxBytes >= Integer.MAX_VALUE) {
                out.println(
                        "Found "
                                + (batches.size() - position)
                                + " invalid bytes at the end of "
                                + name);
            }
        }
    }

    private void printHead(String name) {
        Matcher snapshot = SNAPSHOT.matcher(name);
        int digits = name.indexOf('.');
        if (snapshot.matches()) {
            out.println(
                    "Snapshot end offset: "
                            + Long.parseLong(snapshot.group(1))
                            + ", epoch: "
                            + Integer.parseInt(snapshot.group(2)));
        } else if (name.equals("bootstrap.checkpoint")) {
            out.println("KRaft bootstrap snapshot");
        } else if (name.substring(0, digits).matches("\\d{1,19}|0\\d{1,19}")) {
            out.println("Log starting offset: " + Long.parseLong(name.substring(0, digits)));
        }
    }

    /** Where offsets are missing, once all is printed: compaction leaves such gaps. */
    void report(PrintWriter err) {
        gaps.forEach(
                (file, pairs) -> {
                    err.println("Non-consecutive offsets in " + file);
                    pairs.forEach(
                            (before, after) ->
                                    err.println("  " + before + " is followed by " + after));
                });
    }

    private void print(Path file, RecordBatch batch, long position) {
        boolean valid = isValid(batch);
        out.println(header(batch, position, valid));
        if (!deep || !valid) {
            return;
        }
        try (RecordCursor cursor = RecordCursor.open(batch)) {
            int index = 0;
            while (cursor.next()) {
                if (cursor.offset() != lastOffset + 1) {
                    gaps.computeIfAbsent(file.toAbsolutePath(), key -> new TreeMap<>())
                            .put(lastOffset, cursor.offset());
                }
                lastOffset = cursor.offset();
                print(batch, cursor, index++);
            }
        }
    }

    private static boolean isValid(RecordBatch batch) {
        try {
            batch.checkValid();
            return true;
        } catch (InvalidBatchException e) {
            return false;
        }
    }

    private static String header(RecordBatch batch, long position, boolean valid) {
        return "baseOffset: "
                + batch.baseOffset()
                + " lastOffset: "
                + batch.lastOffset()
                + " count: "
                + batch.count()
                + " baseSequence: "
                + batch.baseSequence()
                + " lastSequence: "
                + batch.lastSequence()
                + " producerId: "
                + batch.producerId()
                + " producerEpoch: "
                + batch.producerEpoch()
                + " partitionLeaderEpoch: "
                + batch.leaderEpoch()
                + " isTransactional: "
                + batch.isTransactional()
                + " isControl: "
                + batch.isControl()
                + " deleteHorizonMs: "
                + (batch.hasDeleteHorizon()
                        ? "OptionalLong[" + batch.baseTimestamp() + "]"
                        : "OptionalLong.empty")
                + " position: "
                + position
                + " "
                + timestampType(batch)
                + ": "
                + batch.maxTimestamp()
                + " size: "
                + batch.sizeInBytes()
                + " magic: "
                + batch.magic()
                + " compresscodec: "
                + codec(batch)
                + " crc: "
                + Integer.toUnsignedLong(batch.crc())
                + " isvalid: "
                + valid;
    }

    private static String timestampType(RecordBatch batch) {
        return batch.isLogAppendTime() ? "LogAppendTime" : "CreateTime";
    }

    private static String codec(RecordBatch batch) {
        try {
            return batch.compression().label();
        } catch (InvalidBatchException e) {
            return "unknown";
        }
    }

    private void print(RecordBatch batch, RecordCursor record, int index) {
        StringBuilder line = new StringBuilder();
        if (!skipMetadata) {
            line.append("| offset: ").append(record.offset());
            line.append(' ').append(timestampType(batch)).append(": ").append(record.timestamp());
            line.append(" keySize: ").append(record.keySize());
            line.append(" valueSize: ").append(record.valueSize());
            int first = batch.baseSequence();
            int sequence =
                    first == RecordBatch.NO_SEQUENCE ? first : Sequences.increment(first, index);
            line.append(" sequence: ").append(sequence);
            line.append(" headerKeys: ").append(headerKeys(record.headers()));
            if (batch.isControl()) {
                line.append(ControlText.of(record.keyBytes(), record.valueBytes()));
            }
        }
        if (decoder != null && !batch.isControl()) {
            add(line, decoder.show(record));
        }
        out.println(line);
    }

    private static String headerKeys(List<RecordHeader> headers) {
        return headers.stream().map(RecordHeader::key).collect(Collectors.joining(",", "[", "]"));
    }

    private static void add(StringBuilder line, RecordDecoder.Shown shown) {
        String key = shown.key() == null ? "" : " key: " + shown.key();
        String payload = shown.payload() == null ? "" : " payload: " + shown.payload();
        boolean bare = line.isEmpty() && !(key + payload).isEmpty();
        line.append(bare ? "|" : "").append(key).append(payload);
    }
}
