package io.leat.log.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.sim.DiskFaults;
import io.leat.log.runtime.sim.SimDisk;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the files of a log are flushed, rolled and deleted. */
final class StorageSettingsTest {

    private static final LogSettings SMALL = new LogSettings(2_000, 1L << 60, 200, -1, -1, false);
    private static final String DIRECTORY = "logs/p-0";

    private final Simulation simulation = new Simulation(1);
    private final SimNode node = simulation.node("a");
    private final SimDisk disk = node.disk("d");
    private final DirectoryState state = new DirectoryState(failure -> {});

    @AfterEach
    void end() {
        simulation.close();
    }

    private PartitionLog open(LogSettings settings, boolean clean) {
        return open(DIRECTORY, settings, clean);
    }

    private PartitionLog open(String directory, LogSettings settings, boolean clean) {
        Ports ports = node.ports();
        LogContext context =
                new LogContext(
                        disk,
                        ports.loop(),
                        ports.offload().lane("force"),
                        ports.offload().lane("reads"),
                        ports.clock(),
                        new TailCache(0),
                        state);
        return PartitionLog.open(context, directory, settings, clean);
    }

    private static void append(PartitionLog log, int batches) {
        for (int i = 0; i < batches; i++) {
            appendAt(log, 1_000);
        }
    }

    private static void appendAt(PartitionLog log, long timestamp) {
        BatchBuilder builder = new BatchBuilder(64, Compression.NONE);
        builder.append(timestamp, null, ByteBuffer.wrap(new byte[200]));
        log.append(RecordBatch.at(builder.build()), null, 0);
    }

    private List<String> deleted() {
        return disk.list(DIRECTORY).stream().filter(n -> n.endsWith(Segment.DELETED)).toList();
    }

    private PartitionLog withDeletedSegments(LogSettings settings) {
        PartitionLog log = open(settings, false);
        append(log, 30);
        log.advanceHighWatermark(log.endOffset());
        log.advanceStart(20);
        return log;
    }

    // ---- file.delete.delay.ms ----

    @Test
    void shouldKeepTheBytesOfDeletedSegmentsForTheDelay() {
        PartitionLog log = withDeletedSegments(SMALL.withDeleteDelay(60_000));
        int gone = deleted().size();
        assertTrue(gone >= 2, () -> disk.list(DIRECTORY).toString());
        simulation.runFor(59_000);
        assertEquals(gone, deleted().size());
        long used = disk.usedBytes();
        simulation.runFor(2_000);
        assertEquals(List.of(), deleted());
        assertTrue(disk.usedBytes() < used - 2_000, "their room is free");
        assertEquals(20, log.startOffset());
    }

    @Test
    void shouldDeleteAtOnceWithoutADelay() {
        withDeletedSegments(SMALL);
        simulation.runFor(100);
        assertEquals(List.of(), deleted());
    }

    @Test
    void shouldKeepWhatATruncationTookForTheDelay() {
        PartitionLog log = open(SMALL.withDeleteDelay(60_000), false);
        append(log, 30);
        boolean[] cut = {false};
        log.truncateTo(3, failure -> cut[0] = failure == null);
        assertTrue(simulation.runUntil(() -> cut[0], 10_000));
        assertNotEquals(List.of(), deleted());
        append(log, 30); // segments of the same names
        simulation.runFor(61_000);
        assertEquals(List.of(), deleted());
        assertEquals(33, log.endOffset());
    }

    @Test
    void shouldDeleteAtTheStartWhatACrashLeft() {
        PartitionLog log = withDeletedSegments(SMALL.withDeleteDelay(60_000));
        boolean[] flushed = {false};
        log.flush(failure -> flushed[0] = failure == null);
        assertTrue(simulation.runUntil(() -> flushed[0], 10_000));
        disk.faults(DiskFaults.NONE.withLoss(DiskFaults.Loss.NOTHING_LOST));
        node.crash();
        node.restart();
        assertNotEquals(List.of(), deleted());
        PartitionLog again = open(SMALL.withDeleteDelay(60_000), false);
        assertEquals(List.of(), deleted());
        assertEquals(20, again.startOffset());
        assertEquals(30, again.endOffset());
    }

    @Test
    void shouldLeaveNothingToDeleteWhenItCloses() {
        PartitionLog log = withDeletedSegments(SMALL.withDeleteDelay(60_000));
        boolean[] closed = {false};
        log.close(() -> closed[0] = true);
        assertTrue(simulation.runUntil(() -> closed[0], 10_000));
        assertEquals(List.of(), deleted()); // the next start does not look for them
        simulation.runFor(120_000);
        assertTrue(state.failure() == null, "and nobody comes back to them");
    }

    @Test
    void shouldGoOfflineWhenADeletionFails() {
        withDeletedSegments(SMALL.withDeleteDelay(60_000));
        simulation.runFor(1_000);
        disk.failFromOperation(disk.operations() + 1);
        simulation.runFor(58_000);
        assertTrue(state.failure() == null);
        simulation.runFor(2_000);
        StorageException failure = state.failure();
        assertTrue(failure != null && failure.getCause() instanceof DiskException);
    }

    // ---- flush.messages, flush.ms ----

    @Test
    void shouldFlushAfterSoManyRecords() {
        PartitionLog log =
                open(SMALL.withFlushing(new LogSettings.Flushing(3, Long.MAX_VALUE)), false);
        append(log, 2);
        simulation.runFor(60_000);
        assertEquals(0, log.flushedOffset());
        append(log, 1);
        append(log, 1); // while that is forced
        simulation.runFor(1_000);
        assertEquals(3, log.flushedOffset());
        append(log, 2);
        simulation.runFor(1_000);
        assertEquals(6, log.flushedOffset());
    }

    @Test
    void shouldFlushWhatCameWhileItFlushedIfThatIsEnough() {
        PartitionLog log =
                open(SMALL.withFlushing(new LogSettings.Flushing(2, Long.MAX_VALUE)), false);
        append(log, 4);
        simulation.runFor(1_000);
        assertEquals(4, log.flushedOffset());
    }

    @Test
    void shouldFlushAfterSoLong() {
        PartitionLog log =
                open(SMALL.withFlushing(new LogSettings.Flushing(Long.MAX_VALUE, 500)), false);
        append(log, 1);
        simulation.runFor(400);
        append(log, 1);
        assertEquals(0, log.flushedOffset());
        simulation.runFor(200);
        assertEquals(2, log.flushedOffset());
        append(log, 1);
        simulation.runFor(400);
        assertEquals(2, log.flushedOffset());
        simulation.runFor(200);
        assertEquals(3, log.flushedOffset());
    }

    // ---- segment.jitter.ms, segment.index.bytes ----

    /** At which age of its first record the log begins another segment. */
    private long ageAtRoll(PartitionLog log) {
        int before = log.segmentCount();
        long first = 1_000_000;
        appendAt(log, first);
        for (long age = 10; ; age += 10) {
            appendAt(log, first + age);
            if (log.segmentCount() > before) {
                return age;
            }
        }
    }

    @Test
    void shouldRollSegmentsEarlierByAJitterThatDiffers() {
        LogSettings large = new LogSettings(1 << 20, 1_000, 200, -1, -1, false);
        assertEquals(1_010, ageAtRoll(open("logs/a", large, false)));
        LogSettings spread = large.withRolling(new LogSettings.Rolling(500, 10 << 20));
        java.util.Set<Long> ages = new java.util.HashSet<>();
        for (int i = 0; i < 10; i++) {
            long age = ageAtRoll(open("logs/b-" + i, spread, false));
            assertTrue(age > 500 && age <= 1_010, "rolled at " + age);
            ages.add(age);
        }
        assertTrue(ages.size() > 5, "not spread: " + ages);
    }

    @Test
    void shouldRollBeforeTheIndexGrowsBeyondItsSize() {
        LogSettings large = new LogSettings(1 << 20, 1L << 60, 0, -1, -1, false);
        PartitionLog one = open("logs/a", large, false);
        append(one, 40);
        assertEquals(1, one.segmentCount());
        PartitionLog log =
                open(large.withRolling(new LogSettings.Rolling(0, 200)), false); // 11 entries
        append(log, 40);
        assertEquals(4, log.segmentCount());
        long[] sizes =
                disk.list(DIRECTORY).stream()
                        .filter(name -> name.endsWith(Segment.INDEX))
                        .mapToLong(name -> disk.size(DIRECTORY + "/" + name))
                        .toArray();
        assertEquals(3, sizes.length);
        for (long size : sizes) {
            assertTrue(size <= 200, "an index of " + size + " bytes");
        }
    }
}
