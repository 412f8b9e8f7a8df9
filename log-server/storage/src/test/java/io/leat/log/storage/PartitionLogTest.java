package io.leat.log.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.ControlType;
import io.leat.log.protocol.record.EndTransactionMarker;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.sim.DiskFaults;
import io.leat.log.runtime.sim.NodeCrashedError;
import io.leat.log.runtime.sim.SimDisk;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.junit.jupiter.api.Test;

final class PartitionLogTest {

    private static final LogSettings SMALL = new LogSettings(2_000, 1L << 60, 200, -1, -1, false);

    private static PartitionLog open(SimNode node, long tailBytes, boolean clean) {
        Ports ports = node.ports();
        LogContext context =
                new LogContext(
                        node.disk("d"),
                        ports.loop(),
                        ports.offload().lane("force"),
                        ports.offload().lane("reads"),
                        ports.clock(),
                        new TailCache(tailBytes),
                        new DirectoryState(failure -> {}));
        return PartitionLog.open(context, "logs/p-0", SMALL, clean);
    }

    private static RecordBatch batch(long producer, int epoch, int sequence, int n, boolean txn) {
        BatchBuilder builder = new BatchBuilder(64, Compression.NONE);
        if (producer >= 0) {
            builder.producer(producer, (short) epoch, sequence, txn);
        }
        for (int i = 0; i < n; i++) {
            byte[] value = ("value-" + producer + "-" + (sequence + i)).getBytes();
            builder.append(1000 + sequence + i, null, ByteBuffer.wrap(value));
        }
        return RecordBatch.at(builder.build());
    }

    private static List<ByteBuffer> readAll(PartitionLog log, int maxBytes) throws Exception {
        List<ByteBuffer> all = new ArrayList<>();
        long offset = log.startOffset();
        while (offset < log.endOffset()) {
            LogRead read = log.readTail(offset, log.endOffset(), maxBytes, true);
            if (read == null) {
                read = log.planRead(offset, log.endOffset(), maxBytes, true).call();
            }
            assertTrue(read.nextOffset() > offset, "no progress at " + offset);
            for (ByteBuffer bytes : read.batches()) {
                for (RecordBatch batch : RecordBatch.in(bytes)) {
                    all.add(batch.slice());
                }
            }
            offset = read.nextOffset();
            read.release().run();
        }
        return all;
    }

    private static ErrorCode codeOf(Runnable action) {
        return assertThrows(StorageException.class, action::run).code();
    }

    @Test
    void shouldReadBackWhatWasAppendedFromTailAndFromFiles() throws Exception {
        for (long tailBytes : new long[] {0, 700, 1 << 20}) {
            try (Simulation simulation = new Simulation(1)) {
                SimNode node = simulation.node("a");
                PartitionLog log = open(node, tailBytes, false);
                List<ByteBuffer> written = new ArrayList<>();
                for (int i = 0; i < 60; i++) {
                    RecordBatch batch = batch(-1, 0, i, 1 + i % 5, false);
                    AppendResult result = log.append(batch, null, i / 20);
                    assertEquals(log.endOffset() - 1, result.lastOffset());
                    written.add(batch.slice());
                }
                assertTrue(log.segmentCount() > 3);
                assertEquals(written, readAll(log, 1));
                assertEquals(written, readAll(log, 500));
                assertEquals(new EpochEnd(1, epochEnd(written, 2)), log.epochEnd(1));
                assertEquals(new EpochEnd(2, log.endOffset()), log.epochEnd(7));
                long offset = 0;
                for (ByteBuffer bytes : written) {
                    for (Record record : MemoryRecords.readableRecords(bytes).records()) {
                        assertEquals(offset++, record.offset());
                    }
                }
                log.advanceHighWatermark(log.endOffset());
                TimestampOffset found = log.planTimeLookup(1030, log.endOffset()).call();
                assertNotNull(found);
                assertTrue(found.timestamp() >= 1030);
                assertNull(log.planTimeLookup(5000, log.endOffset()).call());
                assertEquals(
                        ErrorCode.OFFSET_OUT_OF_RANGE,
                        codeOf(() -> log.readTail(log.endOffset() + 1, 1 << 20, 10, true)));
            }
        }
    }

    private static long epochEnd(List<ByteBuffer> written, int nextEpoch) {
        for (ByteBuffer bytes : written) {
            RecordBatch batch = RecordBatch.at(bytes);
            if (batch.leaderEpoch() == nextEpoch) {
                return batch.baseOffset();
            }
        }
        return -1;
    }

    @Test
    void shouldKnowDuplicatesOfTheLastFiveBatchesAlsoAfterARestart() {
        try (Simulation simulation = new Simulation(1)) {
            SimNode node = simulation.node("a");
            PartitionLog log = open(node, 0, false);
            for (int i = 0; i < 7; i++) {
                log.append(batch(9, 0, i * 2, 2, false), null, 0);
            }
            boolean[] closed = {false};
            log.close(() -> closed[0] = true);
            simulation.runUntil(() -> closed[0], 60_000);
            for (boolean clean : new boolean[] {true, false}) {
                PartitionLog again = open(node, 0, clean);
                for (int i = 2; i < 7; i++) {
                    AppendResult result = again.append(batch(9, 0, i * 2, 2, false), null, 0);
                    assertTrue(result.duplicate());
                    assertEquals(i * 2L, result.baseOffset());
                    assertEquals(i * 2L + 1, result.lastOffset());
                }
                assertEquals(
                        ErrorCode.DUPLICATE_SEQUENCE_NUMBER,
                        codeOf(() -> again.append(batch(9, 0, 0, 2, false), null, 0)));
                assertEquals(
                        ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
                        codeOf(() -> again.append(batch(9, 0, 15, 2, false), null, 0)));
                assertEquals(
                        ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
                        codeOf(() -> again.append(batch(9, 1, 3, 2, false), null, 0)));
                assertEquals(14, again.endOffset());
            }
            PartitionLog last = open(node, 0, false);
            last.append(batch(9, 1, 0, 1, false), null, 0);
            assertEquals(
                    ErrorCode.INVALID_PRODUCER_EPOCH,
                    codeOf(() -> last.append(batch(9, 0, 14, 2, false), null, 0)));
        }
    }

    @Test
    void shouldHoldTheLastStableOffsetUntilTheMarkerIsReplicated() {
        try (Simulation simulation = new Simulation(1)) {
            PartitionLog log = open(simulation.node("a"), 0, false);
            log.append(batch(-1, 0, 0, 3, false), null, 0);
            log.append(batch(5, 0, 0, 2, true), null, 0);
            log.append(batch(-1, 0, 3, 1, false), null, 0);
            assertEquals(
                    ErrorCode.INVALID_TXN_STATE,
                    codeOf(() -> log.append(batch(5, 0, 2, 1, false), null, 0)));
            log.advanceHighWatermark(log.endOffset());
            assertEquals(3, log.lastStableOffset());
            EndTransactionMarker abort = new EndTransactionMarker(ControlType.ABORT, 4);
            assertEquals(6, log.appendMarker(5, (short) 1, abort, 2, 0));
            assertEquals(-1, log.appendMarker(5, (short) 1, abort, 2, 0));
            assertEquals(3, log.lastStableOffset());
            log.advanceHighWatermark(log.endOffset());
            assertEquals(7, log.lastStableOffset());
            assertEquals(List.of(new AbortedTransaction(5, 3, 6)), log.abortedBetween(4, 6));
            assertEquals(List.of(), log.abortedBetween(7, 9));
            assertEquals(
                    ErrorCode.TRANSACTION_COORDINATOR_FENCED,
                    codeOf(
                            () ->
                                    log.appendMarker(
                                            5,
                                            (short) 1,
                                            new EndTransactionMarker(ControlType.ABORT, 3),
                                            2,
                                            0)));
            assertEquals(
                    ErrorCode.INVALID_PRODUCER_EPOCH,
                    codeOf(() -> log.append(batch(5, 0, 2, 1, true), null, 0)));
        }
    }

    @Test
    void shouldHoldTheLastStableOffsetAfterARestartUntilTheMarkerIsReplicated() {
        try (Simulation simulation = new Simulation(1)) {
            SimNode node = simulation.node("a");
            PartitionLog log = open(node, 0, false);
            log.append(batch(-1, 0, 0, 3, false), null, 0);
            log.append(batch(5, 0, 0, 2, true), null, 0);
            EndTransactionMarker abort = new EndTransactionMarker(ControlType.ABORT, 4);
            assertEquals(5, log.appendMarker(5, (short) 1, abort, 2, 0));
            log.append(batch(6, 0, 0, 2, true), null, 0);
            log.append(batch(-1, 0, 3, 1, false), null, 0);
            log.advanceHighWatermark(5);
            assertEquals(3, log.lastStableOffset());
            boolean[] closed = {false};
            log.close(() -> closed[0] = true);
            simulation.runUntil(() -> closed[0], 60_000);
            for (boolean clean : new boolean[] {true, false}) {
                PartitionLog again = open(node, 0, clean);
                again.advanceHighWatermark(5);
                assertEquals(3, again.lastStableOffset(), "the marker at 5 is not replicated");
                again.advanceHighWatermark(6);
                assertEquals(6, again.lastStableOffset());
                again.advanceHighWatermark(9);
                assertEquals(6, again.lastStableOffset(), "a transaction is open");
                assertEquals(List.of(new AbortedTransaction(5, 3, 5)), again.abortedBetween(3, 6));
                EndTransactionMarker commit = new EndTransactionMarker(ControlType.COMMIT, 4);
                again.appendMarker(6, (short) 1, commit, 2, 0);
                assertEquals(6, again.lastStableOffset());
                again.advanceHighWatermark(10);
                assertEquals(10, again.lastStableOffset());
                again.abandon(() -> {});
                SimDisk disk = node.disk("d");
                try (var file = disk.open("logs/p-0/00000000000000000000.log")) {
                    file.truncate(file.size() - 78); // the commit, for the second round
                }
            }
        }
    }

    /** Seed 40 of the cluster's scenarios: the whole directory was gone. */
    @Test
    void shouldKeepWhatWasForcedWhenTheProcessThatMadeTheDirectoryWasKilled() {
        try (Simulation simulation = new Simulation(1)) {
            SimNode node = simulation.node("a");
            node.diskFaults(DiskFaults.NONE.withLoss(DiskFaults.Loss.ALL_LOST));
            open(node, 0, false);
            node.kill();
            node.restart();
            PartitionLog log = open(node, 0, false);
            log.append(batch(7, 0, 0, 3, false), null, 0);
            List<Object> flushed = new ArrayList<>();
            log.flush(failure -> flushed.add(log));
            simulation.runUntil(() -> !flushed.isEmpty(), 10_000);
            node.crash();
            node.restart();
            assertEquals(3, open(node, 0, false).endOffset());
        }
    }

    @Test
    void shouldReadTheEpochsOfTheBatchesIfTheirFileIsGone() {
        try (Simulation simulation = new Simulation(1)) {
            SimNode node = simulation.node("a");
            PartitionLog log = open(node, 0, false);
            log.append(batch(7, 0, 0, 3, false), null, 4);
            log.append(batch(7, 0, 3, 2, false), null, 6);
            boolean[] closed = {false};
            log.close(() -> closed[0] = true);
            simulation.runUntil(() -> closed[0], 10_000);
            assertTrue(node.disk("d").delete("logs/p-0/" + PartitionLog.EPOCHS));
            PartitionLog again = open(node, 0, true);
            assertEquals(4, again.epochAt(2));
            assertEquals(6, again.epochAt(3));
        }
    }

    @Test
    void shouldCheckOnlyWhatWasAppendedSinceTheRecoveryPoint() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            SimNode node = simulation.node("a");
            SimDisk disk = node.disk("d");
            PartitionLog log = open(node, 0, false);
            for (int i = 0; log.sizeInBytes() < 1_500; i++) {
                log.append(batch(7, 0, i, 1, false), null, 0);
            }
            List<Object> flushed = new ArrayList<>();
            log.flush(failure -> flushed.add(log));
            simulation.runUntil(() -> !flushed.isEmpty(), 10_000);
            assertEquals(1, log.segmentCount());
            long checked = log.endOffset();
            log.append(batch(7, 0, (int) checked, 1, false), null, 0);
            log.append(batch(7, 0, (int) checked + 1, 1, false), null, 0);
            disk.faults(DiskFaults.NONE.withLoss(DiskFaults.Loss.NOTHING_LOST));
            String file = "logs/p-0/00000000000000000000.log";
            disk.flipBit(file, 200); // nobody looks there any more
            node.crash();
            node.restart();
            PartitionLog again = open(node, 0, false);
            assertEquals(checked + 2, again.endOffset());
            assertEquals(checked + 1, again.producers().get(0).lastSequence());
            LogRead read = again.planRead(checked, checked + 2, 1 << 20, true).call();
            assertEquals(checked + 2, read.nextOffset());
            disk.flipBit(file, log.sizeInBytes() - 1); // but here it does
            node.crash();
            node.restart();
            assertEquals(checked + 1, open(node, 0, false).endOffset());
        }
    }

    @Test
    void shouldDeleteOldSegmentsAndRefuseWhatIsGone() {
        try (Simulation simulation = new Simulation(1)) {
            PartitionLog log = open(simulation.node("a"), 0, false);
            for (int i = 0; i < 60; i++) {
                log.append(batch(-1, 0, i, 3, false), null, 0);
            }
            log.configure(new LogSettings(2_000, 1L << 60, 200, -1, 4_000, false));
            assertFalse(log.applyRetention());
            log.advanceHighWatermark(log.endOffset());
            log.configure(new LogSettings(2_000, 1L << 60, 200, -1, -1, false));
            assertFalse(log.applyRetention(), "no bound is no reason to delete");
            log.configure(new LogSettings(2_000, 1L << 60, 200, -1, 4_000, false));
            assertTrue(log.applyRetention());
            assertTrue(log.sizeInBytes() >= 4_000 && log.sizeInBytes() < 6_000);
            assertEquals(ErrorCode.OFFSET_OUT_OF_RANGE, codeOf(() -> log.readTail(0, 9, 9, true)));
            log.advanceStart(log.endOffset() - 1);
            assertEquals(1, log.segmentCount());
        }
    }

    @Test
    void shouldGoOfflineForGoodWhenAForceFails() {
        try (Simulation simulation = new Simulation(1)) {
            SimNode node = simulation.node("a");
            PartitionLog log = open(node, 0, false);
            log.append(batch(-1, 0, 0, 3, false), null, 0);
            node.disk("d").failAtOperation(node.disk("d").operations() + 1);
            List<Object> results = new ArrayList<>();
            log.flush(results::add);
            log.flush(results::add);
            simulation.runUntil(() -> results.size() == 2, 10_000);
            assertEquals(2, results.stream().filter(StorageException.class::isInstance).count());
            assertEquals(
                    ErrorCode.KAFKA_STORAGE_ERROR,
                    codeOf(() -> log.append(batch(-1, 0, 3, 1, false), null, 0)));
        }
    }

    @Test
    void shouldTakeAppendsAgainWhenAFullDiskGetsRoom() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            SimNode node = simulation.node("a");
            SimDisk disk = node.disk("d");
            PartitionLog log = open(node, 0, false);
            disk.faults(DiskFaults.NONE.withCapacity(400));
            assertEquals(
                    ErrorCode.KAFKA_STORAGE_ERROR,
                    codeOf(
                            () -> {
                                for (int i = 0; i < 20; i++) {
                                    log.append(batch(-1, 0, i, 3, false), null, 0);
                                }
                            }));
            long end = log.endOffset();
            disk.faults(DiskFaults.NONE);
            log.append(batch(-1, 0, 50, 3, false), null, 0);
            assertEquals(end + 3, log.endOffset());
            assertEquals(end + 3, open(node, 0, false).endOffset());
            assertTrue(readAll(log, 1 << 20).size() > 1);
        }
    }

    /** Appends, forces and dies anywhere; what was forced is there, and it is a prefix. */
    @Test
    void shouldRecoverAPrefixWithEverythingThatWasForced() throws Exception {
        int seeds = Integer.getInteger("leat.seeds", 50) * 4;
        for (long seed = 0; seed < seeds; seed++) {
            try {
                crashes(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void crashes(long seed) throws Exception {
        Random random = new Random(seed);
        DiskFaults.Loss[] losses = DiskFaults.Loss.values();
        try (Simulation simulation = new Simulation(seed)) {
            SimNode node = simulation.node("a");
            SimDisk disk = node.disk("d");
            disk.faults(DiskFaults.NONE.withLoss(losses[random.nextInt(losses.length)]));
            List<ByteBuffer> model = new ArrayList<>();
            long[] durable = {0};
            int[] sequences = new int[3];
            for (int life = 0; life < 4; life++) {
                PartitionLog log;
                try {
                    log = open(node, random.nextInt(2) * 1_000, false);
                } catch (NodeCrashedError e) {
                    node.restart();
                    continue;
                }
                List<ByteBuffer> found = readAll(log, 300);
                assertTrue(found.size() <= model.size(), "more than was written");
                assertEquals(model.subList(0, found.size()), found);
                assertTrue(log.endOffset() >= durable[0], "lost what was forced");
                model = found;
                java.util.Arrays.fill(sequences, 0);
                for (ByteBuffer bytes : found) {
                    RecordBatch batch = RecordBatch.at(bytes);
                    sequences[(int) batch.producerId()] = batch.lastSequence() + 1;
                }
                disk.crashAtOperation(disk.operations() + 1 + random.nextInt(200));
                live(simulation, node, log, random, model, durable, sequences, life);
                if (node.isUp()) {
                    node.crash();
                }
                node.restart();
            }
        }
    }

    private static void live(
            Simulation simulation,
            SimNode node,
            PartitionLog log,
            Random random,
            List<ByteBuffer> model,
            long[] durable,
            int[] sequences,
            int epoch) {
        try {
            for (int i = 0; i < 80 && node.isUp(); i++) {
                int producer = random.nextInt(3);
                int records = 1 + random.nextInt(6);
                RecordBatch batch = batch(producer, 0, sequences[producer], records, true);
                ByteBuffer copy = null;
                try {
                    log.append(batch, null, epoch);
                } finally {
                    copy = ByteBuffer.allocate(batch.sizeInBytes()).put(batch.slice()).flip();
                    model.add(copy);
                }
                sequences[producer] += records;
                if (random.nextInt(4) == 0) {
                    long end = log.endOffset();
                    log.flush(failure -> durable[0] = Math.max(durable[0], end));
                }
                simulation.runFor(random.nextInt(2));
            }
        } catch (NodeCrashedError | DiskException expected) {
            // Crashed: the next life finds what is left.
        }
    }
}
