package io.leat.log.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.sim.SimDisk;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ClosedLogsTest {

    private static final LogSettings SMALL = new LogSettings(2_000, 1L << 60, 200, -1, -1, false);
    private static final String SEGMENT = "logs/p-0/00000000000000000000.log";

    private final Simulation simulation = new Simulation(1);
    private final SimNode node = simulation.node("a");
    private final SimDisk disk = node.disk("d");
    private ClosedLogs closed = new ClosedLogs();
    private int sequence;

    @AfterEach
    void end() {
        simulation.close();
    }

    private PartitionLog open() {
        Ports ports = node.ports();
        LogContext context =
                new LogContext(
                        disk,
                        ports.loop(),
                        ports.offload().lane("force"),
                        ports.offload().lane("reads"),
                        ports.clock(),
                        new TailCache(0),
                        new ReadBuffers(),
                        new DirectoryState(failure -> {}),
                        closed);
        return PartitionLog.open(context, "logs/p-0", SMALL, true);
    }

    private void append(PartitionLog log, int records, int epoch) {
        BatchBuilder builder = new BatchBuilder(64, Compression.NONE);
        builder.producer(7, (short) 0, sequence, false);
        for (int i = 0; i < records; i++) {
            builder.append(
                    1000 + sequence, null, ByteBuffer.wrap(("value-" + sequence).getBytes()));
            sequence++;
        }
        log.append(RecordBatch.at(builder.build()), null, epoch);
    }

    /** Closes the log and stops the process in order; the next one begins. */
    private void restart(PartitionLog log) {
        boolean[] done = {false};
        log.close(() -> done[0] = true);
        simulation.runUntil(() -> done[0], 60_000);
        closed.write(disk);
        closed = ClosedLogs.read(disk, true);
        ClosedLogs.delete(disk);
    }

    /** Everything that can be asked of a log. */
    private static List<Object> whole(PartitionLog log) throws Exception {
        List<Object> all = new ArrayList<>();
        all.add(List.of(log.startOffset(), log.endOffset(), log.flushedOffset()));
        all.add(List.of(log.sizeInBytes(), log.segmentCount(), log.latestEpoch()));
        all.add(log.producers());
        all.add(log.compaction().cleanedTo());
        for (long offset = log.startOffset(); offset < log.endOffset(); offset++) {
            all.add(log.epochAt(offset));
            for (ByteBuffer bytes : read(log, offset)) {
                all.add(bytes);
            }
            all.add(String.valueOf(log.planTimeLookup(1000 + offset, log.endOffset()).call()));
        }
        return all;
    }

    private static List<ByteBuffer> read(PartitionLog log, long offset) throws Exception {
        LogRead read = log.planRead(offset, log.endOffset(), 1, true).call();
        List<ByteBuffer> copies = new ArrayList<>();
        for (ByteBuffer bytes : read.batches()) {
            copies.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
        }
        read.release().run();
        return copies;
    }

    @Test
    void shouldOpenWhatALogWasWhenItWasClosed() throws Exception {
        Random random = new Random(3);
        for (int round = 0; round < 12; round++) {
            PartitionLog log = open();
            for (int i = random.nextInt(30); i > 0; i--) {
                append(log, 1 + random.nextInt(4), round);
            }
            log.advanceHighWatermark(log.endOffset());
            if (round % 3 == 2) {
                log.advanceStart(log.startOffset() + random.nextInt(20));
            }
            if (round % 4 == 3) {
                log.truncateTo(log.endOffset() - 2, failure -> assertNull(failure));
                simulation.runFor(1_000);
                sequence = log.producers().get(0).lastSequence() + 1;
            }
            restart(log);
            ClosedLog known = closed.take("logs/p-0");
            assertNotNull(known);
            List<Object> looked = whole(open());
            closed.put(known);
            long before = disk.operations();
            PartitionLog quick = open();
            assertEquals(0, disk.operations() - before, "changes on the disk");
            assertEquals(looked, whole(quick));
            restart(quick);
        }
    }

    @Test
    void shouldLookIntoALogThatIsNotAsItWas() {
        PartitionLog log = open();
        append(log, 3, 0);
        restart(log);
        try (var file = disk.open(SEGMENT)) {
            file.truncate(file.size() - 1);
        }
        assertThrows(StorageException.class, this::open, "a batch that is not whole");
    }

    /** People delete an index to have its segment checked. */
    @Test
    void shouldLookIntoALogWithoutItsIndex() {
        PartitionLog log = open();
        while (log.segmentCount() < 2) {
            append(log, 3, 0);
        }
        restart(log);
        disk.flipBit(SEGMENT, 70);
        disk.delete(SEGMENT.replace(".log", ".index"));
        assertThrows(StorageException.class, this::open);
    }

    @Test
    void shouldMakeALogAnewWhoseDirectoryIsGone() {
        PartitionLog log = open();
        append(log, 3, 0);
        restart(log);
        disk.list("logs/p-0").forEach(name -> disk.delete("logs/p-0/" + name));
        disk.delete("logs/p-0");
        assertEquals(0, open().endOffset());
    }

    @Test
    void shouldBelieveNothingAfterACrash() {
        PartitionLog log = open();
        append(log, 3, 0);
        restart(log);
        closed.write(disk);
        assertNull(ClosedLogs.read(disk, false).take("logs/p-0"));
    }

    @Test
    void shouldBelieveItOnce() {
        PartitionLog log = open();
        append(log, 3, 0);
        restart(log);
        PartitionLog again = open();
        again.advanceHighWatermark(3);
        again.advanceStart(2);
        again.flush(failure -> assertNull(failure));
        simulation.runFor(1_000);
        assertEquals(2, open().startOffset(), "from the files");
    }

    @Test
    void shouldReadASegmentThatWasDeletedBeforeItWasUsed() throws Exception {
        PartitionLog log = open();
        while (log.segmentCount() < 3) {
            append(log, 3, 0);
        }
        restart(log);
        PartitionLog again = open();
        again.advanceHighWatermark(again.endOffset());
        var planned = again.planRead(0, again.endOffset(), 1, true);
        again.advanceStart(again.endOffset());
        LogRead read = planned.call();
        assertEquals(3, read.nextOffset());
        read.release().run();
        simulation.runFor(1_000);
        assertEquals(-1, disk.size(SEGMENT));
    }
}
