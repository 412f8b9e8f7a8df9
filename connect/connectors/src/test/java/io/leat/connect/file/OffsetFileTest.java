package io.leat.connect.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.TopicPartition;
import io.leat.connect.errors.ConnectException;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.DiskFile;
import io.leat.log.runtime.sim.DiskFaults;
import io.leat.log.runtime.sim.NodeCrashedError;
import io.leat.log.runtime.sim.SimDisk;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OffsetFileTest {

    private static final TopicPartition A = new TopicPartition("words", 0);
    private static final TopicPartition B = new TopicPartition("words", 1);
    private static final int LINES = 40;

    /** Kills at the first disk operation, then at the second, until one run needs no more. */
    @ParameterizedTest
    @EnumSource(DiskFaults.Loss.class)
    void shouldHoldEveryLineOnceAfterACrashAtAnyDiskOperation(DiskFaults.Loss loss) {
        int crashes = 0;
        for (long victim = 1; ; victim++) {
            try (Simulation simulation = new Simulation(victim)) {
                SimNode node = simulation.node("sink");
                node.diskFaults(DiskFaults.NONE.withLoss(loss));
                node.disk("out").crashAtOperation(victim);
                boolean crashed = !writesAll(node.disk("out"));
                if (crashed) {
                    crashes++;
                    node.crash();
                    node.restart();
                    assertTrue(writesAll(node.disk("out")));
                }
                assertEquals(expected(), lines(node.disk("out"), "lines"), "victim " + victim);
                if (!crashed) {
                    break;
                }
            }
        }
        assertTrue(crashes > 40, "only " + crashes + " crashes");
    }

    @Test
    void shouldHoldEveryLineOnceAfterManyCrashesInARow() {
        for (long seed = 1; seed <= 200; seed++) {
            try (Simulation simulation = new Simulation(seed)) {
                SimNode node = simulation.node("sink");
                node.diskFaults(DiskFaults.NONE.withLoss(DiskFaults.Loss.REORDERED));
                boolean done = false;
                for (int crash = 0; !done; crash++) {
                    SimDisk disk = node.disk("out");
                    if (crash < 10) {
                        disk.crashAtOperation(disk.operations() + 1 + node.entropy().nextInt(30));
                    }
                    done = writesAll(disk);
                    if (!done) {
                        node.crash();
                        node.restart();
                    }
                }
                assertEquals(expected(), lines(node.disk("out"), "lines"), "seed " + seed);
            }
        }
    }

    /** Writes two partitions by turns, from where the file stands; false when the node died. */
    private static boolean writesAll(Disk disk) {
        try (OffsetFile file = OffsetFile.open(disk, "lines")) {
            long a = Objects.requireNonNullElse(file.offset(A), 0L);
            long b = Objects.requireNonNullElse(file.offset(B), 0L);
            while (a < LINES || b < LINES) {
                boolean first = a <= b;
                long offset = first ? a++ : b++;
                file.append((first ? "a" : "b") + offset, first ? A : B, offset);
                if ((a + b) % 7 == 0) {
                    file.commit();
                }
            }
            file.commit();
            return true;
        } catch (NodeCrashedError | DiskException e) {
            return false;
        }
    }

    private static List<String> expected() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            lines.add("a" + i);
            lines.add("b" + i);
        }
        return lines;
    }

    @Test
    void shouldKeepWhatWasInTheFileBeforeItsFirstUse() {
        try (Simulation simulation = new Simulation(1)) {
            SimDisk disk = simulation.node("sink").disk("out");
            write(disk, "lines", "old\n");
            try (OffsetFile file = OffsetFile.open(disk, "lines")) {
                file.append("new", A, 0);
                file.commit();
                // Longer than the buffer: it reaches the disk without a commit.
                file.append("not committed".repeat(10_000), A, 1);
            }
            OffsetFile.open(disk, "lines").close();
            assertEquals(List.of("old", "new"), lines(disk, "lines"));
        }
    }

    @Test
    void shouldLeaveOutLinesThatTheFileHasAlready() {
        try (Simulation simulation = new Simulation(1)) {
            SimDisk disk = simulation.node("sink").disk("out");
            try (OffsetFile file = OffsetFile.open(disk, "lines")) {
                file.append("x", A, 5);
                file.append("x", A, 5);
                file.append("y", A, 6);
                file.commit();
                assertEquals(7, file.offset(A));
                assertNull(file.offset(B));
            }
            assertEquals(List.of("x", "y"), lines(disk, "lines"));
        }
    }

    @Test
    void shouldKeepASecondWriterOut() {
        try (Simulation simulation = new Simulation(1)) {
            SimDisk disk = simulation.node("sink").disk("out");
            OffsetFile first = OffsetFile.open(disk, "lines");
            ConnectException refused =
                    assertThrows(ConnectException.class, () -> OffsetFile.open(disk, "lines"));
            assertTrue(refused.getMessage().contains("another task or process"));
            first.close();
            OffsetFile.open(disk, "lines").close();
        }
    }

    @Test
    void shouldRefuseAFileThatSomebodyShortened() {
        try (Simulation simulation = new Simulation(1)) {
            SimDisk disk = simulation.node("sink").disk("out");
            try (OffsetFile file = OffsetFile.open(disk, "lines")) {
                file.append("x", A, 0);
                file.commit();
            }
            disk.delete("lines");
            ConnectException refused =
                    assertThrows(ConnectException.class, () -> OffsetFile.open(disk, "lines"));
            assertTrue(refused.getMessage().contains("remove both files"), refused.getMessage());
        }
    }

    @Test
    void shouldRefuseADamagedOffsetsFileAndUnlockIt() {
        try (Simulation simulation = new Simulation(1)) {
            SimDisk disk = simulation.node("sink").disk("out");
            write(disk, "lines", "x\n");
            write(disk, "lines.offsets", "not a number\n");
            for (int attempt = 0; attempt < 2; attempt++) {
                ConnectException refused =
                        assertThrows(ConnectException.class, () -> OffsetFile.open(disk, "lines"));
                assertTrue(refused.getMessage().contains("damaged"), refused.getMessage());
            }
            assertFalse(lines(disk, "lines").isEmpty());
        }
    }

    private static void write(Disk disk, String name, String text) {
        try (DiskFile file = disk.open(name)) {
            file.write(StandardCharsets.UTF_8.encode(text), 0);
            file.force(true);
        }
        disk.forceDirectory("");
    }

    private static List<String> lines(Disk disk, String name) {
        try (DiskFile file = disk.openRead(name)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString().lines().toList();
        }
    }
}
