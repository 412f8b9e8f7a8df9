package io.leat.log.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.ControlType;
import io.leat.log.protocol.record.DecodedRecord;
import io.leat.log.protocol.record.EndTransactionMarker;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import io.leat.log.runtime.Offload;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A log with keys, tombstones and transactions in the simulation, and what a reader makes of it.
 */
final class CompactedLog {

    static final LogSettings SMALL = new LogSettings(1_500, 1L << 60, 200, -1, -1, false);
    static final String DIRECTORY = "logs/p-0";

    final Simulation simulation;
    final SimNode node;
    PartitionLog log;
    private Offload.Lane lane;

    /** Next sequence and epoch of each producer, and whether it has a transaction open. */
    final Map<Long, Integer> sequences = new HashMap<>();

    final Map<Long, Integer> epochs = new HashMap<>();
    final Map<Long, Boolean> open = new HashMap<>();

    CompactedLog(Simulation simulation) {
        this.simulation = simulation;
        this.node = simulation.node("a");
        open(false);
    }

    void open(boolean clean) {
        Ports ports = node.ports();
        lane = ports.offload().lane("clean");
        LogContext context =
                new LogContext(
                        node.disk("d"),
                        ports.loop(),
                        ports.offload().lane("force"),
                        ports.offload().lane("reads"),
                        ports.clock(),
                        new TailCache(500),
                        new DirectoryState(failure -> {}));
        log = PartitionLog.open(context, DIRECTORY, SMALL, clean);
        log.advanceHighWatermark(log.endOffset());
    }

    void close() {
        boolean[] closed = {false};
        log.close(() -> closed[0] = true);
        assertTrue(simulation.runUntil(() -> closed[0], 60_000));
    }

    static CompactionSettings settings(long deleteRetentionMs) {
        return new CompactionSettings(0, 0, Long.MAX_VALUE, deleteRetentionMs, 1_500);
    }

    /** What a cleaning ended with: a report, a failure, or null for neither. */
    Object clean(CompactionSettings settings) {
        return clean(settings, 1 << 20);
    }

    Object clean(CompactionSettings settings, long keyMapBytes) {
        Object[] result = new Object[1];
        boolean[] ended = {false};
        CleanerWorker worker = new CleanerWorker(lane, keyMapBytes, 700, 1e9);
        log.compaction()
                .clean(
                        settings,
                        worker,
                        (report, failure) -> {
                            result[0] = report != null ? report : failure;
                            ended[0] = true;
                        });
        simulation.runUntil(() -> ended[0] || !node.isUp(), 600_000);
        assertTrue(ended[0] || !node.isUp(), "the cleaning hangs");
        return result[0];
    }

    // ---- writing ----

    void put(String key, String value) {
        append(-1, List.of(key), value, Compression.NONE);
    }

    /** Appends one batch with these keys; a negative producer is none, from 10 on a transaction. */
    void append(long producer, List<String> keys, String value, Compression compression) {
        BatchBuilder builder = new BatchBuilder(64, compression);
        if (producer >= 0) {
            int sequence = sequences.getOrDefault(producer, 0);
            short epoch = epochs.getOrDefault(producer, 0).shortValue();
            builder.producer(producer, epoch, sequence, producer >= 10);
            sequences.put(producer, sequence + keys.size());
            open.put(producer, producer >= 10);
        }
        for (String key : keys) {
            builder.append(log.endOffset() * 10, bytes(key), value == null ? null : bytes(value));
        }
        log.append(RecordBatch.at(builder.build()), null, 0);
        log.advanceHighWatermark(log.endOffset());
    }

    void end(long producer, boolean commit) {
        int epoch = epochs.merge(producer, 1, Integer::sum);
        ControlType type = commit ? ControlType.COMMIT : ControlType.ABORT;
        log.appendMarker(producer, (short) epoch, new EndTransactionMarker(type, 0), 2, 0);
        log.advanceHighWatermark(log.endOffset());
        sequences.put(producer, 0);
        open.put(producer, false);
    }

    /** Appends something or other. */
    void appendAny(Random random) {
        long[] producers = {-1, -1, 1, 2, 10, 11, 12};
        long producer = producers[random.nextInt(producers.length)];
        if (producer >= 10 && open.getOrDefault(producer, false) && random.nextInt(3) == 0) {
            end(producer, random.nextBoolean());
            return;
        }
        List<String> keys = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            keys.add("key-" + random.nextInt(12));
        }
        String value = random.nextInt(5) == 0 ? null : "value-" + log.endOffset();
        Compression[] codecs = {Compression.NONE, Compression.NONE, Compression.LZ4};
        append(producer, keys, value, codecs[random.nextInt(codecs.length)]);
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    // ---- reading ----

    List<RecordBatch> batches() throws Exception {
        List<RecordBatch> all = new ArrayList<>();
        long offset = log.startOffset();
        while (offset < log.endOffset()) {
            LogRead read = log.planRead(offset, log.endOffset(), 300, true).call();
            assertTrue(read.nextOffset() > offset, "no progress at " + offset);
            for (ByteBuffer bytes : read.batches()) {
                for (RecordBatch batch : RecordBatch.in(bytes)) {
                    batch.checkValid();
                    assertTrue(batch.lastOffset() >= offset, "offsets go back at " + offset);
                    offset = batch.nextOffset();
                    all.add(RecordBatch.at(batch.slice()));
                }
            }
            read.release().run();
        }
        return all;
    }

    /**
     * Committed records below the last stable offset, by offset. As consumers do it, from where a
     * transaction is said to be aborted to the marker that says so.
     */
    TreeMap<Long, DecodedRecord> committed() throws Exception {
        TreeMap<Long, DecodedRecord> found = new TreeMap<>();
        long stable = log.lastStableOffset();
        Deque<AbortedTransaction> ahead = new ArrayDeque<>(log.abortedBetween(0, Long.MAX_VALUE));
        Set<Long> aborting = new HashSet<>();
        for (RecordBatch batch : batches()) {
            while (!ahead.isEmpty() && ahead.peek().firstOffset() <= batch.lastOffset()) {
                aborting.add(ahead.remove().producerId());
            }
            if (isAbort(batch)) {
                aborting.remove(batch.producerId());
            }
            boolean gone = batch.isTransactional() && aborting.contains(batch.producerId());
            if (batch.isControl() || gone || batch.baseOffset() >= stable) {
                continue;
            }
            for (DecodedRecord record : RecordCursor.decode(batch)) {
                DecodedRecord before = found.put(record.offset(), record);
                assertEquals(null, before, "offset " + record.offset() + " is there twice");
            }
        }
        return found;
    }

    private static boolean isAbort(RecordBatch batch) {
        if (!batch.isControl()) {
            return false;
        }
        try (RecordCursor cursor = RecordCursor.open(batch)) {
            return cursor.next() && ControlType.of(cursor.key()) == ControlType.ABORT;
        }
    }

    /** What a table that reads it holds. */
    Map<String, String> table() throws Exception {
        return table(committed());
    }

    static Map<String, String> table(TreeMap<Long, DecodedRecord> records) {
        Map<String, String> table = new TreeMap<>();
        for (DecodedRecord record : records.values()) {
            String key = text(record.key());
            if (record.value() == null) {
                table.remove(key);
            } else {
                table.put(key, text(record.value()));
            }
        }
        return table;
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
}
