package io.leat.log.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.sim.DiskFaults;
import io.leat.log.runtime.sim.SimDisk;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the files of the metadata log are after disks failed. */
final class MetadataSegmentsTest {

    private static final String DIRECTORY = "meta";

    private static MetadataSegments open(SimDisk disk, List<MetadataBatch> found) {
        MetadataSegments segments = new MetadataSegments(disk, DIRECTORY, 1 << 20);
        segments.recover(false, found::add);
        return segments;
    }

    private static List<MetadataBatch> batch(long offset) {
        return List.of(
                new MetadataBatch(offset, 1, 0, false, List.of(ByteBuffer.wrap(new byte[100]))));
    }

    /** Only the process was started anew, and the kernel showed what it could not write. */
    @Test
    void shouldHaveNoHoleWhereAForceFailedOnce() {
        try (Simulation simulation = new Simulation(1)) {
            SimNode node = simulation.node("n");
            node.diskFaults(DiskFaults.NONE.withLoss(DiskFaults.Loss.ALL_LOST));
            SimDisk disk = node.disk("data");
            disk.createDirectories(DIRECTORY);
            disk.forceDirectory("");
            MetadataSegments first = open(disk, new ArrayList<>());
            first.write(batch(0));
            disk.failAtOperation(disk.operations() + 2);
            assertThrows(DiskException.class, () -> first.write(batch(1)));

            open(disk, new ArrayList<>()).write(batch(2));
            node.crash();

            List<MetadataBatch> found = new ArrayList<>();
            node.restart();
            open(disk, found);
            assertEquals(List.of(0L, 1L, 2L), found.stream().map(b -> b.baseOffset()).toList());
        }
    }
}
