package io.leat.log.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A log that takes what a leader wrote, and is cut where it went another way. */
final class FollowerLogTest {

    private static final LogSettings SMALL = new LogSettings(2_000, 1L << 60, 200, -1, -1, false);

    private static PartitionLog open(SimNode node, String directory, long tailBytes) {
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
        return PartitionLog.open(context, directory, SMALL, false);
    }

    /** A batch as a leader wrote it. */
    private static ByteBuffer batch(long offset, int epoch, long producer, int sequence, int n) {
        BatchBuilder builder = new BatchBuilder(64, Compression.NONE);
        builder.producer(producer, (short) 0, sequence, true);
        for (int i = 0; i < n; i++) {
            byte[] value = ("value-" + epoch + "-" + (offset + i)).getBytes();
            builder.append(1000 + offset + i, null, ByteBuffer.wrap(value));
        }
        return placed(builder.build(), offset, epoch);
    }

    private static ByteBuffer placed(ByteBuffer bytes, long offset, int epoch) {
        RecordBatch batch = RecordBatch.at(bytes);
        batch.setBaseOffset(offset);
        batch.setLeaderEpoch(epoch);
        return batch.slice();
    }

    private static ByteBuffer joined(List<ByteBuffer> batches) {
        ByteBuffer all =
                ByteBuffer.allocate(batches.stream().mapToInt(ByteBuffer::remaining).sum());
        batches.forEach(each -> all.put(each.duplicate()));
        return all.flip();
    }

    private static List<ByteBuffer> readAll(PartitionLog log) throws Exception {
        List<ByteBuffer> all = new ArrayList<>();
        long offset = log.startOffset();
        while (offset < log.endOffset()) {
            LogRead read = log.readTail(offset, log.endOffset(), 500, true);
            if (read == null) {
                read = log.planRead(offset, log.endOffset(), 500, true).call();
            }
            assertTrue(read.nextOffset() > offset, "no progress at " + offset);
            for (ByteBuffer bytes : read.batches()) {
                for (RecordBatch batch : RecordBatch.in(bytes)) {
                    all.add(ByteBuffer.allocate(batch.sizeInBytes()).put(batch.slice()).flip());
                }
            }
            offset = read.nextOffset();
            read.release().run();
        }
        return all;
    }

    private static void truncate(Simulation simulation, PartitionLog log, long offset) {
        List<Object> done = new ArrayList<>();
        log.truncateTo(offset, failure -> done.add(String.valueOf(failure)));
        assertTrue(simulation.runUntil(() -> !done.isEmpty(), 60_000));
        assertEquals(List.of("null"), done);
    }

    /** What a log holding only {@code batches} says of its producers, epochs and transactions. */
    private static String stateOf(PartitionLog log) {
        StringBuilder state = new StringBuilder();
        state.append(log.startOffset()).append("..").append(log.endOffset());
        state.append(log.producers());
        for (int epoch = -1; epoch < 40; epoch++) {
            state.append(log.epochEnd(epoch));
        }
        return state.append(log.abortedBetween(0, Long.MAX_VALUE)).toString();
    }

    private static String expected(SimNode node, List<ByteBuffer> batches) {
        PartitionLog fresh = open(node, "fresh/" + node.disk("d").operations(), 0);
        if (!batches.isEmpty()) {
            fresh.appendAsFollower(joined(batches), null);
        }
        String state = stateOf(fresh);
        fresh.abandon(() -> {});
        return state;
    }

    @Test
    void shouldTakeBatchesAsTheyAreAcrossSegmentsAndGaps() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            SimNode node = simulation.node("a");
            PartitionLog log = open(node, "p", 1 << 20);
            List<ByteBuffer> batches = new ArrayList<>();
            long offset = 0;
            for (int i = 0; i < 60; i++) {
                batches.add(batch(offset, 3 + i / 20, 7, i * 2, 2));
                offset += i % 7 == 0 ? 5 : 2;
            }
            log.appendAsFollower(joined(batches), null);
            assertTrue(log.segmentCount() > 2);
            assertEquals(batches, readAll(log));
            assertEquals(119, log.producers().get(0).lastSequence());
            assertEquals(5, log.latestEpoch());
            String before = stateOf(log);
            List<Object> flushed = new ArrayList<>();
            log.flush(failure -> flushed.add(String.valueOf(failure)));
            simulation.runUntil(() -> !flushed.isEmpty(), 10_000);
            node.crash();
            node.restart();
            PartitionLog again = open(node, "p", 0);
            assertEquals(batches, readAll(again));
            assertEquals(before, stateOf(again));
        }
    }

    @Test
    void shouldTakeABatchFarBehindAGap() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            SimNode node = simulation.node("a");
            PartitionLog log = open(node, "p", 0);
            List<ByteBuffer> batches =
                    List.of(
                            batch(5_000_000_000L, 1, 7, 0, 2),
                            batch(5_000_000_002L, 1, 7, 2, 2),
                            batch(9_000_000_000L, 1, 7, 4, 2));
            log.appendAsFollower(joined(batches), null);
            assertEquals(batches, readAll(log));
            assertEquals(batches, readAll(open(node, "p", 0)));
            truncate(simulation, log, 5_000_000_002L);
            assertEquals(batches.subList(0, 1), readAll(log));
        }
    }

    @Test
    void shouldRefuseWhatIsNotInOrder() {
        try (Simulation simulation = new Simulation(1)) {
            PartitionLog log = open(simulation.node("a"), "p", 0);
            log.appendAsFollower(batch(0, 4, 7, 0, 3), null);
            for (ByteBuffer wrong : List.of(batch(2, 4, 7, 3, 1), batch(3, 3, 7, 3, 1))) {
                StorageException refusal =
                        assertThrows(
                                StorageException.class, () -> log.appendAsFollower(wrong, null));
                assertEquals(ErrorCode.CORRUPT_MESSAGE, refusal.code());
            }
            assertEquals(3, log.endOffset());
        }
    }

    @Test
    void shouldCutProducersEpochsAndTransactionsWithTheLog() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            SimNode node = simulation.node("a");
            PartitionLog log = open(node, "p", 1 << 20);
            List<ByteBuffer> batches = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                batches.add(batch(i * 3L, i / 10, i % 3, i / 3 * 3, 3));
            }
            EndTransactionMarker abort = new EndTransactionMarker(ControlType.ABORT, 1);
            batches.add(placed(abort.toBatch(1, (short) 1, 5), 150, 5));
            log.appendAsFollower(joined(batches), null);
            log.advanceHighWatermark(60);
            for (int left : new int[] {50, 41, 40, 20, 19, 1, 0}) {
                truncate(simulation, log, left * 3L);
                List<ByteBuffer> rest = batches.subList(0, left);
                assertEquals(rest, readAll(log));
                assertEquals(expected(node, rest), stateOf(log));
                assertEquals(Math.min(60, left * 3L), log.highWatermark());
                assertEquals(rest, readAll(open(node, "p", 0)));
                assertEquals(stateOf(log), stateOf(open(node, "p", 0)));
            }
            log.appendAsFollower(joined(batches), null);
            assertEquals(batches, readAll(log));
        }
    }

    @Test
    void shouldBeginAnewWhereTheLeaderBegins() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            SimNode node = simulation.node("a");
            for (long anew : new long[] {0, 33, 60, 500}) {
                String directory = "p" + anew;
                PartitionLog log = open(node, directory, 1 << 20);
                for (int i = 0; i < 40; i++) {
                    log.appendAsFollower(batch(i * 3L, 2, 1, i * 3, 3), null);
                }
                List<Object> done = new ArrayList<>();
                log.truncateFullyAndStartAt(anew, failure -> done.add(String.valueOf(failure)));
                assertTrue(simulation.runUntil(() -> !done.isEmpty(), 10_000));
                assertEquals(anew, log.startOffset());
                assertEquals(anew, log.endOffset());
                assertEquals(anew, log.highWatermark());
                assertEquals(-1, log.latestEpoch());
                assertEquals(List.of(), log.producers());
                PartitionLog again = open(node, directory, 0);
                assertEquals(stateOf(log), stateOf(again));
                assertEquals(0, again.lostOffsets());
                log.appendAsFollower(batch(anew, 3, 1, 0, 3), null);
                assertEquals(anew + 3, open(node, directory, 0).endOffset());
                assertNull(log.epochEnd(2));
            }
        }
    }

    @Test
    void shouldFlushWhatCameBeforeAndCloseAfterATruncation() {
        try (Simulation simulation = new Simulation(1)) {
            SimNode node = simulation.node("a");
            PartitionLog log = open(node, "p", 0);
            for (int i = 0; i < 40; i++) {
                log.appendAsFollower(batch(i * 3L, 2, 1, i * 3, 3), null);
            }
            List<String> events = new ArrayList<>();
            log.flush(failure -> events.add("flushed " + failure));
            log.truncateTo(60, failure -> events.add("truncated " + failure));
            log.flush(failure -> events.add("flushed to " + log.flushedOffset()));
            log.close(() -> events.add("closed"));
            assertTrue(simulation.runUntil(() -> events.size() == 4, 10_000));
            assertTrue(
                    events.contains("flushed null") && events.contains("flushed to 60"),
                    () -> "" + events);
            assertEquals("closed", events.get(3));
            assertEquals(60, open(node, "p", 0).endOffset());
        }
    }

    /** Appends, forces, cuts and dies anywhere: what is left is a prefix of what was there. */
    @Test
    void shouldLeaveAValidLogWhenPowerFailsAmidATruncation() throws Exception {
        int seeds = Integer.getInteger("leat.seeds", 50) * 8;
        int cuts = 0;
        for (long seed = 0; seed < seeds; seed++) {
            try {
                cuts += new Lives(seed).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertTrue(cuts > seeds / 4, "too few truncations were interrupted: " + cuts);
    }

    private static final class Lives {

        private final Random random;
        private final Simulation simulation;
        private final SimNode node;
        private List<ByteBuffer> model = new ArrayList<>();
        private long start;
        private long durable;
        private int epoch;
        private int interrupted;

        Lives(long seed) {
            random = new Random(seed);
            simulation = new Simulation(seed);
            node = simulation.node("a");
            DiskFaults.Loss[] losses = DiskFaults.Loss.values();
            node.disk("d").faults(DiskFaults.NONE.withLoss(losses[random.nextInt(losses.length)]));
        }

        int run() throws Exception {
            try (simulation) {
                for (int life = 0; life < 5; life++) {
                    PartitionLog log;
                    node.disk("d").crashAtOperation(Long.MAX_VALUE);
                    log = open(node, "p", random.nextInt(2) * 1_000);
                    check(log);
                    var disk = node.disk("d");
                    disk.crashAtOperation(disk.operations() + 1 + random.nextInt(150));
                    try {
                        live(log);
                    } catch (NodeCrashedError | DiskException expected) {
                        // The next life finds what is left.
                    }
                    if (node.isUp()) {
                        node.crash();
                    }
                    node.restart();
                }
            }
            return interrupted;
        }

        private void check(PartitionLog log) throws Exception {
            List<ByteBuffer> found = readAll(log);
            assertTrue(
                    found.size() <= model.size(),
                    () -> "found up to " + log.endOffset() + ", more than " + end());
            assertEquals(model.subList(0, found.size()), found);
            assertTrue(log.endOffset() >= durable, "lost what was forced");
            assertEquals(0, log.lostOffsets());
            if (start == 0) {
                assertEquals(expected(node, found), stateOf(log));
            }
            model = new ArrayList<>(found);
            durable = Math.min(durable, log.endOffset());
        }

        private long end() {
            return model.isEmpty()
                    ? start
                    : RecordBatch.at(model.get(model.size() - 1)).nextOffset();
        }

        private void live(PartitionLog log) throws Exception {
            for (int i = 0; i < 60 && node.isUp(); i++) {
                List<ByteBuffer> run = new ArrayList<>();
                epoch += random.nextInt(6) == 0 ? 1 : 0;
                for (int n = 1 + random.nextInt(8); n > 0; n--) {
                    int records = 1 + random.nextInt(5);
                    long gap = random.nextInt(10) == 0 ? 3 : 0;
                    run.add(batch(end() + gap, epoch, random.nextInt(3), 0, records));
                    model.add(run.get(run.size() - 1));
                }
                log.appendAsFollower(joined(run), null);
                if (random.nextInt(3) == 0) {
                    log.flush(
                            failure ->
                                    durable =
                                            failure == null
                                                    ? Math.max(durable, log.flushedOffset())
                                                    : durable);
                    simulation.runFor(random.nextInt(3));
                }
                if (random.nextInt(8) == 0) {
                    truncate(log);
                }
            }
        }

        private void truncate(PartitionLog log) {
            int left = random.nextInt(model.size() + 1);
            long offset = left == 0 ? start : RecordBatch.at(model.get(left - 1)).nextOffset();
            boolean[] done = {false};
            log.truncateTo(offset, failure -> done[0] = failure == null);
            boolean truncated = simulation.runUntil(() -> done[0] || !node.isUp(), 10_000);
            durable = Math.min(durable, offset);
            assertTrue(truncated, "the truncation never ended");
            if (done[0]) {
                model = new ArrayList<>(model.subList(0, left));
                epoch++;
            } else {
                interrupted++;
            }
        }
    }
}
