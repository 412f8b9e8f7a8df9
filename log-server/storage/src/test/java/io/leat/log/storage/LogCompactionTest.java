package io.leat.log.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.DecodedRecord;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.sim.DiskFaults;
import io.leat.log.runtime.sim.NodeCrashedError;
import io.leat.log.runtime.sim.SimDisk;
import io.leat.log.runtime.sim.Simulation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

final class LogCompactionTest {

    private static final long KEEP = 3_600_000;

    private static CleaningReport cleaned(Object result) {
        return assertInstanceOf(CleaningReport.class, result);
    }

    @Test
    void shouldKeepTheNewestRecordOfEachKeyAtItsOffset() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            CompactedLog test = new CompactedLog(simulation);
            for (int i = 0; i < 200; i++) {
                test.put("key-" + i % 7, "value-" + i);
            }
            long end = test.log.endOffset();
            long before = test.log.sizeInBytes();
            Map<String, String> table = test.table();
            CleaningReport report = cleaned(test.clean(CompactedLog.settings(KEEP)));
            assertTrue(report.bytesAfter() * 5 < report.bytesBefore(), report.toString());
            assertTrue(test.log.sizeInBytes() * 3 < before);
            assertEquals(table, test.table());
            assertEquals(end, test.log.endOffset());
            assertEquals(0, test.log.startOffset());
            for (DecodedRecord record : test.committed().values()) {
                assertEquals("value-" + record.offset(), CompactedLog.text(record.value()));
            }
            long sealedEnd = report.cleanedTo();
            assertEquals(7, test.committed().headMap(sealedEnd).size());
            assertEquals(0, test.log.compaction().dirtiness(CompactedLog.settings(KEEP)));
            assertNull(test.clean(CompactedLog.settings(KEEP)), "nothing is left to do");
            for (boolean clean : new boolean[] {true, false}) {
                test.close();
                test.open(clean);
                assertEquals(table, test.table());
                assertEquals(end, test.log.endOffset());
                assertEquals(sealedEnd, test.log.compaction().cleanedTo());
            }
        }
    }

    @Test
    void shouldKeepTombstonesUntilTheirHorizon() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            CompactedLog test = new CompactedLog(simulation);
            test.put("gone", "value");
            test.put("gone", null);
            fill(test, 0);
            cleaned(test.clean(CompactedLog.settings(KEEP)));
            DecodedRecord first = test.committed().firstEntry().getValue();
            assertEquals("gone", CompactedLog.text(first.key()));
            assertEquals(1, first.offset());
            assertTrue(test.batches().get(0).hasDeleteHorizon());
            fill(test, 1);
            cleaned(test.clean(CompactedLog.settings(KEEP)));
            assertEquals(1, test.committed().firstKey());
            simulation.runFor(KEEP + 1);
            fill(test, 2);
            cleaned(test.clean(CompactedLog.settings(KEEP)));
            assertTrue(test.committed().firstKey() > 1);
        }
    }

    private static void fill(CompactedLog test, int round) {
        for (int i = 0; i < 60; i++) {
            test.put("other-" + i % 5, "value-" + round + "-" + i);
        }
    }

    @Test
    void shouldDropAbortedRecordsAndThenMarkersThatNothingNeeds() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            CompactedLog test = new CompactedLog(simulation);
            test.append(10, List.of("a", "b"), "aborted", Compression.NONE);
            test.end(10, false);
            test.append(11, List.of("a"), "committed", Compression.NONE);
            test.end(11, true);
            test.append(11, List.of("a"), "newer", Compression.NONE);
            test.end(11, true);
            fill(test, 0);
            cleaned(test.clean(CompactedLog.settings(KEEP)));
            assertEquals("newer", test.table().get("a"));
            assertNull(test.table().get("b"));
            assertEquals(List.of(), test.log.abortedBetween(0, 1_000));
            // The batches with records, the last marker of both producers, and one not over yet.
            assertEquals(3, control(test));
            simulation.runFor(KEEP + 1);
            fill(test, 1);
            cleaned(test.clean(CompactedLog.settings(KEEP)));
            assertEquals(2, control(test));
            test.log.expireProducers(Long.MAX_VALUE);
            fill(test, 2);
            cleaned(test.clean(CompactedLog.settings(KEEP)));
            assertEquals(1, control(test), "the marker of the record that is left");
            test.put("a", "newest");
            fill(test, 3);
            cleaned(test.clean(CompactedLog.settings(0)));
            fill(test, 4);
            cleaned(test.clean(CompactedLog.settings(0)));
            assertEquals(0, control(test));
        }
    }

    /** Readers would leave out what its producer wrote since, up to a marker that is not there. */
    @Test
    void shouldForgetATransactionWhoseMarkerIsGoneThoughASnapshotNamesIt() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            CompactedLog test = abortedThenCommitted(simulation);
            for (int round = 0; round < 3; round++) {
                cleaned(test.clean(CompactedLog.settings(0)));
                test.open(false);
                assertEquals("committed", test.table().get("a"), "after round " + round);
                simulation.runFor(1);
                fill(test, round + 1);
            }
            assertEquals(1, control(test), "the marker of the one that was committed");
        }
    }

    /** A crash may bring back what was known before a cleaning that it had not noted yet. */
    @Test
    void shouldKeepMarkersUntilACleaningOfThemIsNoted() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            CompactedLog test = abortedThenCommitted(simulation);
            for (int round = 0; round < 3; round++) {
                cleaned(test.clean(CompactedLog.settings(0)));
                test.node.disk("d").delete(CompactedLog.DIRECTORY + "/" + LogCompaction.CHECKPOINT);
                test.open(false);
                assertEquals("committed", test.table().get("a"), "after round " + round);
                simulation.runFor(1);
                fill(test, round + 1);
            }
        }
    }

    private static CompactedLog abortedThenCommitted(Simulation simulation) {
        CompactedLog test = new CompactedLog(simulation);
        test.append(10, List.of("a"), "aborted", Compression.NONE);
        test.end(10, false);
        test.append(10, List.of("a"), "committed", Compression.NONE);
        test.end(10, true);
        fill(test, 0);
        return test;
    }

    /** The marker of a transaction may be gone before the last trace of its records is. */
    @Test
    void shouldFindNoOpenTransactionWhereNoneIsWhateverSnapshotsAreLeft() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            CompactedLog test = new CompactedLog(simulation);
            Random random = new Random(7);
            for (int i = 0; i < 60; i++) {
                unique(test, 3 + random.nextInt(5));
                test.append(10, List.of("a"), "value-" + i, Compression.NONE);
                test.end(10, i % 2 == 0);
            }
            test.log.expireProducers(Long.MAX_VALUE);
            test.put("a", "last");
            for (int round = 0; round < 3; round++) {
                unique(test, 60);
                cleaned(test.clean(CompactedLog.settings(0)));
                simulation.runFor(1);
            }
            assertTrue(control(test) < 10, "markers are gone, but at ends of segments");
            long emptied = test.batches().stream().filter(batch -> batch.count() == 0).count();
            assertTrue(emptied > 0, "a segment should end with a batch without records");
            List<Long> snapshots;
            SimDisk disk = test.node.disk("d");
            do {
                test.open(false);
                assertEquals(test.log.endOffset(), test.log.lastStableOffset());
                CheckpointTest.forget(disk, CompactedLog.DIRECTORY);
                snapshots = List.copyOf(PartitionLog.snapshots(disk, CompactedLog.DIRECTORY));
                if (!snapshots.isEmpty()) {
                    long newest = snapshots.get(snapshots.size() - 1);
                    disk.delete(
                            Segment.path(CompactedLog.DIRECTORY, newest, PartitionLog.SNAPSHOT));
                }
            } while (!snapshots.isEmpty());
        }
    }

    private static void unique(CompactedLog test, int count) {
        for (int i = 0; i < count; i++) {
            test.put("unique-" + test.log.endOffset(), "value");
        }
    }

    private static long control(CompactedLog test) throws Exception {
        return test.batches().stream().filter(RecordBatch::isControl).count();
    }

    @Test
    void shouldLeaveAloneWhatIsNotDecided() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            CompactedLog test = new CompactedLog(simulation);
            fill(test, 0);
            long decided = test.log.endOffset();
            test.append(10, List.of("x"), "open", Compression.NONE);
            fill(test, 1);
            CleaningReport report = cleaned(test.clean(CompactedLog.settings(0)));
            assertTrue(report.cleanedTo() <= decided);
            assertEquals(61 + 60, test.batches().get(test.batches().size() - 1).nextOffset());
            test.end(10, true);
            report = cleaned(test.clean(CompactedLog.settings(0)));
            assertTrue(report.cleanedTo() > decided);
            assertEquals("open", test.table().get("x"));
        }
    }

    @Test
    void shouldCompactBySharesAndAges() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            CompactedLog test = new CompactedLog(simulation);
            CompactionSettings half = new CompactionSettings(0.5, 0, Long.MAX_VALUE, 0, 1_500);
            assertEquals(0, test.log.compaction().dirtiness(half));
            for (int i = 0; i < 300; i++) {
                test.put("key-" + i, "value");
            }
            assertEquals(1, test.log.compaction().dirtiness(half));
            cleaned(test.clean(half));
            for (int i = 0; i < 100; i++) {
                test.put("key-" + i, "value");
            }
            assertEquals(0, test.log.compaction().dirtiness(half), "a quarter is dirty");
            long now = test.node.ports().clock().epochMillis();
            CompactionSettings late = new CompactionSettings(0.5, 0, now - 10_000, 0, 1_500);
            assertEquals(1, test.log.compaction().dirtiness(late));
            CompactionSettings lag = new CompactionSettings(0, now - 2_500, 1L << 60, 0, 1_500);
            assertEquals(0, test.log.compaction().dirtiness(lag), "all is too young");
        }
    }

    @Test
    void shouldCompactInRoundsWhenTheKeysDoNotFitIntoMemory() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            CompactedLog test = new CompactedLog(simulation);
            for (int i = 0; i < 1_000; i++) {
                test.put("key-" + i % 500, "value-" + i);
            }
            Map<String, String> table = test.table();
            int rounds = 0;
            while (test.clean(CompactedLog.settings(0), 0) instanceof CleaningReport) {
                assertEquals(table, test.table());
                rounds++;
            }
            assertTrue(rounds > 3, rounds + " rounds");
            assertTrue(test.committed().size() < 600);
        }
    }

    @Test
    void shouldMergeSegmentsThatBecameSmall() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            CompactedLog test = new CompactedLog(simulation);
            fill(test, 0);
            fill(test, 1);
            int segments = test.log.segmentCount();
            cleaned(test.clean(CompactedLog.settings(KEEP)));
            assertEquals(segments, test.log.segmentCount(), "whole ones would not fit together");
            fill(test, 2);
            cleaned(test.clean(CompactedLog.settings(KEEP)));
            assertTrue(test.log.segmentCount() < segments);
            Map<String, String> table = test.table();
            test.close();
            test.open(false);
            assertEquals(table, test.table());
        }
    }

    @Test
    void shouldFinishReadsOfSegmentsThatAreReplaced() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            CompactedLog test = new CompactedLog(simulation);
            fill(test, 0);
            Callable<LogRead> planned = test.log.planRead(3, 1_000, 200, true);
            List<RecordBatch> before = test.batches();
            long size = test.log.sizeInBytes();
            boolean[] read = {false};
            CleanerWorker worker =
                    new CleanerWorker(test.node.ports().offload().lane("c"), 1 << 20, 1 << 20, 1e9);
            boolean[] ended = {false};
            test.log
                    .compaction()
                    .clean(
                            CompactedLog.settings(0),
                            worker,
                            (report, failure) -> ended[0] = report != null);
            while (!ended[0] && !read[0]) {
                if (test.log.sizeInBytes() < size) {
                    LogRead found = planned.call();
                    RecordBatch first = RecordBatch.at(found.batches().get(0));
                    assertEquals(before.get(3).slice(), first.slice());
                    read[0] = true;
                }
                simulation.runSteps(1);
            }
            assertTrue(read[0]);
            simulation.runUntil(() -> ended[0], 10_000);
        }
    }

    @Test
    void shouldNotChangeWhatATableOfTheLogHolds() throws Exception {
        int seeds = Integer.getInteger("leat.seeds", 50) * 2;
        for (long seed = 0; seed < seeds; seed++) {
            try (Simulation simulation = new Simulation(seed)) {
                compactAtRandom(new CompactedLog(simulation), new Random(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void compactAtRandom(CompactedLog test, Random random) throws Exception {
        for (int round = 0; round < 6; round++) {
            int appends = 20 + random.nextInt(150);
            for (int i = 0; i < appends; i++) {
                test.appendAny(random);
            }
            TreeMap<Long, DecodedRecord> before = test.committed();
            List<ProducerInfo> producers = test.log.producers();
            long stable = test.log.lastStableOffset();
            long keyMapBytes = random.nextInt(3) == 0 ? 0 : 1 << 16;
            long retention = random.nextInt(3) * 1_000L;
            Object result = test.clean(CompactedLog.settings(retention), keyMapBytes);
            checkCompacted(test, before);
            test.simulation.runFor(random.nextInt(1_500));
            if (result instanceof CleaningReport report) {
                checkOncePerKey(test, report.cleanedTo());
            }
            if (random.nextBoolean()) {
                test.close();
                if (random.nextBoolean()) {
                    dropSnapshots(test);
                }
                test.open(random.nextBoolean());
                checkCompacted(test, before);
                assertEquals(stable, test.log.lastStableOffset());
                checkProducers(producers, test.log.producers());
            }
        }
    }

    private static void checkCompacted(CompactedLog test, TreeMap<Long, DecodedRecord> before)
            throws Exception {
        TreeMap<Long, DecodedRecord> after = test.committed();
        assertEquals(CompactedLog.table(before), CompactedLog.table(after));
        after.forEach((offset, record) -> assertEquals(before.get(offset), record));
    }

    private static void checkOncePerKey(CompactedLog test, long below) throws Exception {
        Set<String> seen = new HashSet<>();
        for (DecodedRecord record : test.committed().headMap(below).values()) {
            assertTrue(seen.add(CompactedLog.text(record.key())), "two of one key below " + below);
        }
    }

    private static void dropSnapshots(CompactedLog test) {
        SimDisk disk = test.node.disk("d");
        CheckpointTest.forget(disk, CompactedLog.DIRECTORY);
        for (String name : disk.list(CompactedLog.DIRECTORY)) {
            if (name.endsWith(PartitionLog.SNAPSHOT)) {
                disk.delete(CompactedLog.DIRECTORY + "/" + name);
            }
        }
    }

    /** A restart finds all that a retry is checked against. */
    private static void checkProducers(List<ProducerInfo> before, List<ProducerInfo> after) {
        assertEquals(before.size(), after.size());
        for (int i = 0; i < before.size(); i++) {
            ProducerInfo was = before.get(i);
            ProducerInfo is = after.get(i);
            assertEquals(was.producerId(), is.producerId());
            assertEquals(was.epoch(), is.epoch());
            assertEquals(was.lastSequence(), is.lastSequence());
            assertEquals(was.coordinatorEpoch(), is.coordinatorEpoch());
            assertEquals(was.transactionStartOffset(), is.transactionStartOffset());
        }
    }

    @Test
    void shouldSurviveACrashAtAnyOperationOfACleaning() throws Exception {
        int seeds = Integer.getInteger("leat.seeds", 50) * 2;
        int crashes = 0;
        for (long seed = 0; seed < seeds; seed++) {
            try (Simulation simulation = new Simulation(seed)) {
                crashes += crash(new CompactedLog(simulation), new Random(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertTrue(crashes > seeds, crashes + " crashes");
    }

    private static int crash(CompactedLog test, Random random) throws Exception {
        SimDisk disk = test.node.disk("d");
        DiskFaults.Loss[] losses = DiskFaults.Loss.values();
        int crashes = 0;
        for (int life = 0; life < 5; life++) {
            disk.faults(DiskFaults.NONE.withLoss(losses[random.nextInt(losses.length)]));
            for (int i = 0; i < 60; i++) {
                test.appendAny(random);
            }
            test.log.flush(failure -> {});
            test.simulation.runFor(100);
            TreeMap<Long, DecodedRecord> before = test.committed();
            List<ProducerInfo> producers = test.log.producers();
            long stable = test.log.lastStableOffset();
            long operation = disk.operations() + 1 + random.nextInt(60);
            boolean fails = random.nextInt(4) == 0;
            if (fails) {
                disk.failAtOperation(operation);
            } else {
                disk.crashAtOperation(operation);
            }
            Object result = test.clean(CompactedLog.settings(random.nextInt(2) * 2_000L));
            if (result instanceof DiskException) {
                assertTrue(test.log.isOffline());
            }
            disk.crashAtOperation(Long.MAX_VALUE);
            disk.failAtOperation(Long.MAX_VALUE);
            crashes++;
            test.node.crash();
            test.node.restart();
            if (random.nextInt(3) == 0) {
                disk.crashAtOperation(disk.operations() + 1 + random.nextInt(12));
                try {
                    test.open(false);
                } catch (NodeCrashedError e) {
                    crashes++;
                }
                disk.crashAtOperation(Long.MAX_VALUE);
                test.node.crash();
                test.node.restart();
            }
            test.open(false);
            checkCompacted(test, before);
            assertEquals(stable, test.log.lastStableOffset());
            checkProducers(producers, test.log.producers());
            for (String name : disk.list(CompactedLog.DIRECTORY)) {
                assertTrue(!name.endsWith(Segment.SWAP) && !name.endsWith(Segment.CLEANED), name);
            }
        }
        return crashes;
    }
}
