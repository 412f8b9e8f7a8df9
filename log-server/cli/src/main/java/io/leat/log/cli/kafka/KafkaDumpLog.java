package io.leat.log.cli.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leat.log.cli.CommandFailure;
import io.leat.log.protocol.record.InvalidBatchException;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import io.leat.log.protocol.record.RecordHeader;
import io.leat.log.protocol.record.Sequences;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code kafka-dump-log.sh}: what a segment file holds. It reads the file, so that it works where
 * no server does.
 */
@Command(
        name = "kafka-dump-log",
        hidden = true,
        description = "Print the batches and records of segment files, and whether they are whole.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaDumpLog implements Callable<Integer> {

    private static final int CHUNK_BYTES = 1 << 20;

    @Spec CommandSpec spec;

    @Option(
            names = "--files",
            required = true,
            split = ",",
            paramLabel = "FILE",
            description = "Segment files (.log), or snapshots of the metadata (.checkpoint).")
    Path[] files;

    @Option(names = "--print-data-log", description = "Print keys and values, too.")
    boolean data;

    @Option(names = "--deep-iteration", description = "Print records, not only their batches.")
    boolean deep;

    @Option(
            names = "--skip-record-metadata",
            description = "With --print-data-log: only keys and values.")
    boolean skipMetadata;

    @Option(
            names = "--max-bytes",
            paramLabel = "BYTES",
            description = "Read no more than this of each file.")
    long maxBytes = Long.MAX_VALUE;

    @Option(names = "--offsets-decoder", description = "Decode the records of groups.")
    boolean groups;

    @Option(
            names = "--transaction-log-decoder",
            description = "Decode the records of transactions.")
    boolean transactions;

    @Option(
            names = "--cluster-metadata-decoder",
            description = "Decode the records of the metadata log.")
    boolean metadata;

    @Override
    public Integer call() {
        for (Path file : files) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                out().println("Dumping " + file);
                dump(file, channel);
            } catch (IOException e) {
                throw new CommandFailure("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        out().flush();
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void dump(Path file, FileChannel channel) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith("index")) {
            throw new CommandFailure(
                    name
                            + " is an index: give its .log file. A server that finds an index that"
                            + " does not fit makes it anew.");
        }
        int digits = name.indexOf('.');
        if (name.endsWith(".log") && digits > 0 && name.substring(0, digits).matches("\\d+")) {
            out().println("Log starting offset: " + Long.parseLong(name.substring(0, digits)));
        }
        long size = Math.min(channel.size(), maxBytes);
        long position = 0;
        while (size - position >= RecordBatch.LOG_OVERHEAD) {
            ByteBuffer bytes = batch(channel, position, size);
            if (bytes == null) {
                break;
            }
            RecordBatch batch = RecordBatch.at(bytes);
            print(batch, position);
            position += bytes.remaining();
        }
        if (position < size && maxBytes == Long.MAX_VALUE) {
            out().println("Found " + (size - position) + " invalid bytes at the end of " + name);
        }
    }

    /** The batch at {@code position}; null if the file ends before it does, or it is none. */
    private static @Nullable ByteBuffer batch(FileChannel channel, long position, long size)
            throws IOException {
        ByteBuffer head = read(channel, position, RecordBatch.LOG_OVERHEAD);
        long length = head.getInt(RecordBatch.LENGTH_AT) + (long) RecordBatch.LOG_OVERHEAD;
        if (length < RecordBatch.RECORDS_AT || length > size - position) {
            return null;
        }
        return read(channel, position, (int) length);
    }

    private static ByteBuffer read(FileChannel channel, long position, int count)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.min(count, CHUNK_BYTES));
        while (bytes.position() < count) {
            if (!bytes.hasRemaining()) {
                int larger = (int) Math.min(count, bytes.capacity() * 2L);
                bytes = ByteBuffer.allocate(larger).put(bytes.flip());
            }
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new IOException("the file became shorter");
            }
        }
        return bytes.flip();
    }

    private void print(RecordBatch batch, long position) {
        boolean valid = isValid(batch);
        if (!skipMetadata) {
            out().println(header(batch, position, valid));
        }
        if (!(deep || data || groups || transactions || metadata) || !valid) {
            return;
        }
        try (RecordCursor cursor = RecordCursor.open(batch)) {
            int index = 0;
            while (cursor.next()) {
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
        StringBuilder line = new StringBuilder("|");
        if (!skipMetadata) {
            line.append(" offset: ").append(record.offset());
            line.append(' ').append(timestampType(batch)).append(": ").append(record.timestamp());
            line.append(" keySize: ").append(record.keySize());
            line.append(" valueSize: ").append(record.valueSize());
            int first = batch.baseSequence();
            int sequence =
                    first == RecordBatch.NO_SEQUENCE ? first : Sequences.increment(first, index);
            line.append(" sequence: ").append(sequence);
            line.append(" headerKeys: ").append(headerKeys(record.headers()));
        }
        if (batch.isControl()) {
            line.append(ControlText.of(record.keyBytes(), record.valueBytes()));
        } else if (groups) {
            add(line, record, RecordText::group);
        } else if (transactions) {
            add(line, record, RecordText::transaction);
        } else if (metadata) {
            add(
                    line,
                    record,
                    (key, value) -> new @Nullable String[] {null, RecordText.metadata(value)});
        } else if (data) {
            add(line, record, (key, value) -> new @Nullable String[] {text(key), text(value)});
        }
        out().println(line);
    }

    private static String headerKeys(List<RecordHeader> headers) {
        return headers.stream().map(RecordHeader::key).collect(Collectors.joining(",", "[", "]"));
    }

    private static void add(
            StringBuilder line,
            RecordCursor record,
            BiFunction<byte @Nullable [], byte @Nullable [], @Nullable String[]> texts) {
        @Nullable String[] shown = texts.apply(record.keyBytes(), record.valueBytes());
        if (shown[0] != null) {
            line.append(" key: ").append(shown[0]);
        }
        if (shown[1] != null) {
            line.append(" payload: ").append(shown[1]);
        }
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }
}
