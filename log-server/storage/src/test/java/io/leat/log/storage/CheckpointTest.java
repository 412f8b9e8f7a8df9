package io.leat.log.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.ControlType;
import io.leat.log.protocol.record.EndTransactionMarker;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.runtime.DiskFile;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.sim.DiskFaults;
import io.leat.log.runtime.sim.SimDisk;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a checkpoint knows of a log beside its recovery point is what its other files say. */
final class CheckpointTest {

    private static final LogSettings SMALL = new LogSettings(4_000, 1L << 60, 200, -1, -1, false);
    private static final String DIRECTORY = "logs/p-0";

    private static PartitionLog open(SimNode node) {
        Ports ports = node.ports();
        LogContext context =
                new LogContext(
                        node.disk("d"),
                        ports.loop(),
                        ports.offload().lane("force"),
                        ports.offload().lane("reads"),
                        ports.clock(),
                        new TailCache(0),
                        new DirectoryState(failure -> {}));
        return PartitionLog.open(context, DIRECTORY, SMALL, false);
    }

    /** Everything that can be asked of a log. */
    private static List<Object> whole(PartitionLog log) throws Exception {
        List<Object> all = new ArrayList<>();
        all.add(List.of(log.startOffset(), log.endOffset(), log.flushedOffset()));
        all.add(List.of(log.sizeInBytes(), log.segmentCount(), log.latestEpoch()));
        log.advanceHighWatermark(log.endOffset());
        if (log.startOffset() == 0) { // else who replays may not see where transactions began
            all.add(log.producers());
            all.add(log.abortedBetween(0, Long.MAX_VALUE));
            all.add(log.lastStableOffset());
        }
        for (long offset = log.startOffset(); offset < log.endOffset(); offset++) {
            all.add(log.epochAt(offset));
            LogRead read = log.planRead(offset, log.endOffset(), 1, true).call();
            for (ByteBuffer bytes : read.batches()) {
                all.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
            }
            read.release().run();
            all.add(String.valueOf(log.planTimeLookup(1000 + offset, log.endOffset()).call()));
        }
        return all;
    }

    private static Map<String, ByteBuffer> files(SimDisk disk) {
        Map<String, ByteBuffer> files = new TreeMap<>();
        for (String name : disk.list(DIRECTORY)) {
            files.put(name, disk.read(DIRECTORY + "/" + name));
        }
        return files;
    }

    private static void restore(SimDisk disk, Map<String, ByteBuffer> files) {
        disk.list(DIRECTORY).forEach(name -> disk.delete(DIRECTORY + "/" + name));
        files.forEach(
                (name, bytes) -> {
                    try (DiskFile file = disk.open(DIRECTORY + "/" + name)) {
                        file.write(bytes.duplicate(), 0);
                        file.force(true);
                    }
                });
        disk.forceDirectory(DIRECTORY);
    }

    /** As a checkpoint was before it knew anything else. */
    static boolean forget(SimDisk disk, String directory) {
        String path = directory + "/" + PartitionLog.CHECKPOINT;
        Checkpoint known = Checkpoint.decode(SealedFile.read(disk, path));
        ByteBuffer bare = new Checkpoint(known.recoveryPoint(), known.logStart()).encode();
        SealedFile.write(disk, path, bare, true);
        return known.known() != null;
    }

    @Test
    void shouldOpenWhatTheOtherFilesSayAfterACrash() throws Exception {
        int known = 0;
        for (long seed = 0; seed < 60; seed++) {
            try {
                known += crashes(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertTrue(known > 100, "checkpoints that knew what the log was: " + known);
    }

    private static int crashes(long seed) throws Exception {
        Random random = new Random(seed);
        DiskFaults.Loss[] losses = DiskFaults.Loss.values();
        int known = 0;
        try (Simulation simulation = new Simulation(seed)) {
            SimNode node = simulation.node("a");
            SimDisk disk = node.disk("d");
            for (int life = 0; life < 6; life++) {
                disk.faults(DiskFaults.NONE.withLoss(losses[random.nextInt(losses.length)]));
                live(simulation, open(node), random, life, seed % 3 == 0);
                node.crash();
                node.restart();
                Map<String, ByteBuffer> files = files(disk);
                List<Object> quick = whole(open(node));
                restore(disk, files);
                known += forget(disk, DIRECTORY) ? 1 : 0;
                assertIterableEquals(whole(open(node)), quick);
                if (random.nextBoolean()) {
                    restore(disk, files);
                }
            }
        }
        return known;
    }

    private static void live(
            Simulation simulation, PartitionLog log, Random random, int epoch, boolean startMoves) {
        for (int step = 4 + random.nextInt(12); step > 0; step--) {
            switch (random.nextInt(8)) {
                case 0 -> {
                    log.advanceHighWatermark(log.endOffset());
                    long span = startMoves ? log.endOffset() - log.startOffset() : 0;
                    log.advanceStart(log.startOffset() + random.nextInt((int) span / 4 + 1));
                }
                case 1 -> {
                    long cut = random.nextInt(6);
                    long to = Math.max(log.startOffset(), log.endOffset() - cut);
                    log.truncateTo(to, failure -> assertNull(failure));
                    simulation.runFor(1_000);
                }
                case 2, 3 -> {
                    log.flush(failure -> assertNull(failure));
                    simulation.runFor(random.nextBoolean() ? 1_000 : random.nextInt(3));
                }
                case 4 -> {
                    ControlType type =
                            random.nextBoolean() ? ControlType.ABORT : ControlType.COMMIT;
                    short ofProducer = epochOf(log, 8);
                    log.appendMarker(8, ofProducer, new EndTransactionMarker(type, 0), 1, epoch);
                }
                default -> append(log, 7 + random.nextInt(2), 1 + random.nextInt(9), epoch);
            }
        }
    }

    private static short epochOf(PartitionLog log, long producer) {
        return log.producers().stream()
                .filter(each -> each.producerId() == producer)
                .map(each -> (short) each.epoch())
                .findFirst()
                .orElse((short) 0);
    }

    /** By producer 7, or in a transaction of 8. */
    private static void append(PartitionLog log, long producer, int records, int epoch) {
        int sequence =
                log.producers().stream()
                        .filter(each -> each.producerId() == producer)
                        .mapToInt(each -> each.lastSequence() + 1)
                        .findFirst()
                        .orElse(0);
        BatchBuilder builder = new BatchBuilder(64, Compression.NONE);
        builder.producer(producer, (short) 0, sequence, producer == 8);
        for (int i = 0; i < records; i++) {
            long timestamp = 1000 + log.endOffset() + i;
            builder.append(timestamp, null, ByteBuffer.wrap(("value-" + timestamp).getBytes()));
        }
        log.append(RecordBatch.at(builder.build()), null, epoch);
    }

    /** The other files may be damaged: nobody looks at them. */
    @Test
    void shouldNotNeedTheOtherFilesOfAShortLog() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            SimNode node = simulation.node("a");
            SimDisk disk = node.disk("d");
            PartitionLog log = open(node);
            append(log, 7, 5, 3);
            boolean[] closed = {false};
            log.close(() -> closed[0] = true);
            simulation.runUntil(() -> closed[0], 10_000);
            PartitionLog again = open(node);
            append(again, 7, 4, 5);
            disk.faults(DiskFaults.NONE.withLoss(DiskFaults.Loss.NOTHING_LOST));
            node.crash();
            node.restart();
            for (String name : disk.list(DIRECTORY)) {
                boolean other =
                        !name.endsWith(Segment.LOG) && !name.equals(PartitionLog.CHECKPOINT);
                if (other) {
                    disk.flipBit(DIRECTORY + "/" + name, 0);
                }
            }
            disk.flipBit(DIRECTORY + "/00000000000000000000.log", 70); // below the recovery point
            PartitionLog recovered = open(node);
            assertEquals(9, recovered.endOffset());
            assertEquals(8, recovered.producers().get(0).lastSequence());
            assertEquals(3, recovered.epochAt(4));
            assertEquals(5, recovered.epochAt(5));
        }
    }

    /** A killed process leaves bytes that no disk has yet: who opens them has to force them. */
    @Test
    void shouldForceWhatAKilledProcessWrote() {
        try (Simulation simulation = new Simulation(1)) {
            SimNode node = simulation.node("a");
            SimDisk disk = node.disk("d");
            PartitionLog log = open(node);
            append(log, 7, 5, 3);
            boolean[] closed = {false};
            log.close(() -> closed[0] = true);
            simulation.runUntil(() -> closed[0], 10_000);
            append(open(node), 7, 4, 3);
            node.kill();
            node.restart();
            PartitionLog again = open(node);
            assertEquals(9, again.endOffset());
            assertEquals(5, again.flushedOffset());
            flush(simulation, again);
            assertEquals(9, again.flushedOffset());
            disk.faults(DiskFaults.NONE.withLoss(DiskFaults.Loss.ALL_LOST));
            node.crash();
            node.restart();
            assertEquals(9, open(node).endOffset());
        }
    }

    private static void flush(Simulation simulation, PartitionLog log) {
        boolean[] flushed = {false};
        log.flush(
                failure -> {
                    assertNull(failure);
                    flushed[0] = true;
                });
        simulation.runUntil(() -> flushed[0], 10_000);
    }

    @Test
    void shouldReadACheckpointOfABuildThatKnewLess() {
        ByteBuffer bare = ByteBuffer.allocate(16).putLong(7).putLong(3).flip();
        Checkpoint checkpoint = Checkpoint.decode(bare);
        assertEquals(7, checkpoint.recoveryPoint());
        assertEquals(3, checkpoint.logStart());
        assertNull(checkpoint.known());
        Checkpoint.Known known =
                new Checkpoint.Known(
                        1,
                        2,
                        ByteBuffer.wrap(new byte[] {1}),
                        ByteBuffer.wrap(new byte[] {2, 3}),
                        ByteBuffer.wrap(new byte[] {4, 5, 6}));
        Checkpoint.Known read = Checkpoint.decode(new Checkpoint(7, 3, known).encode()).known();
        assertNotNull(read);
        assertEquals(known, read);
    }
}
