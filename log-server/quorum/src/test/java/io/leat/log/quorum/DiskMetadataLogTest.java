package io.leat.log.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.sim.SimDisk;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the metadata log waits for its disk, and when not. */
final class DiskMetadataLogTest {

    /** Work on a lane takes longer than this, a task of a loop does not. */
    private static final long LANE_NANOS = 10_000;

    private final Simulation simulation = new Simulation(1);
    private final SimNode node = simulation.node("n");
    private final EventLoop loop = node.ports().loop();
    private final DiskMetadataLog log = open();
    private final List<Long> flushed = new ArrayList<>();

    private DiskMetadataLog open() {
        SimDisk disk = node.disk("data");
        disk.createDirectories("meta");
        return DiskMetadataLog.open(
                disk,
                "meta",
                node.ports().offload(),
                loop,
                false,
                failure -> {
                    throw failure;
                });
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    private long nanosUntilFlushed(int flushes) {
        long before = simulation.nowNanos();
        assertTrue(simulation.runUntil(() -> flushed.size() == flushes, 10_000));
        return simulation.nowNanos() - before;
    }

    private void append(long offset) {
        log.append(new MetadataBatch(offset, 1, 0, false, List.of(ByteBuffer.wrap(new byte[10]))));
    }

    /** A follower flushes after each answer, and most answers bring nothing. */
    @Test
    void shouldNotWaitForTheDiskWithNothingToWrite() {
        loop.execute(() -> log.flush(flushed::add));
        assertTrue(nanosUntilFlushed(1) < LANE_NANOS);
        assertEquals(List.of(0L), flushed);
    }

    @Test
    void shouldSayNothingIsMissingOnlyBehindWhatIsBeingWritten() {
        loop.execute(
                () -> {
                    append(0);
                    log.flush(flushed::add);
                    log.flush(end -> flushed.add(-end));
                });
        assertTrue(nanosUntilFlushed(2) > LANE_NANOS);
        assertEquals(List.of(1L, -1L), flushed);
    }
}
