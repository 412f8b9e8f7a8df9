package io.leat.log.runtime.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.DiskException.Kind;
import io.leat.log.runtime.DiskFile;
import io.leat.log.runtime.sim.DiskFaults.Loss;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimDiskTest {

    private final Simulation simulation = new Simulation(3);
    private final SimNode node = simulation.node("a");
    private final SimDisk disk = node.disk("data");

    @Test
    void shouldLoseWhatWasNotForcedAndKeepTheRest() {
        DiskFile file = durable("f", "kept");
        write(file, "lost", 4);
        crashAndRestart();
        assertEquals("kept", content("f"));
    }

    @Test
    void shouldKeepEverythingWhenOnlyTheProcessIsKilled() {
        write(disk.open("f"), "all of it", 0);
        node.kill();
        node.restart();
        assertEquals("all of it", content("f"));
    }

    @Test
    void shouldForgetNamesWhoseDirectoryWasNotForced() {
        durable("old", "x");
        disk.rename("old", "new");
        write(disk.open("other"), "y", 0);
        disk.open("other").force(true);
        crashAndRestart();
        assertEquals(List.of("old"), disk.list(""));
    }

    @Test
    void shouldKeepNamesWhoseDirectoryWasForced() {
        disk.createDirectories("a/b");
        disk.forceDirectory("");
        disk.forceDirectory("a");
        disk.open("a/b/f").close();
        disk.forceDirectory("a/b");
        disk.rename("a/b/f", "a/g");
        disk.forceDirectory("a");
        crashAndRestart();
        assertEquals(List.of("b", "g"), disk.list("a"));
        assertEquals(List.of(), disk.list("a/b"));
    }

    @Test
    void shouldTearTheLastWriteAtASector() {
        Set<Integer> sizes = new HashSet<>();
        for (long seed = 0; seed < 60; seed++) {
            try (Simulation run = new Simulation(seed)) {
                SimDisk torn = run.node("a").disk("d");
                torn.faults(DiskFaults.NONE.withLoss(Loss.TORN));
                DiskFile file = torn.open("f");
                torn.forceDirectory("");
                file.write(ByteBuffer.allocate(2_048), 0);
                run.node("a").crash();
                sizes.add((int) torn.openRead("f").size());
            }
        }
        assertTrue(sizes.containsAll(Set.of(0, 512, 1_024, 2_048)), sizes.toString());
        assertTrue(sizes.stream().allMatch(size -> size % 512 == 0), sizes.toString());
    }

    @Test
    void shouldKeepLaterSectorsWithoutEarlierOnesWhenReordered() {
        boolean holeSeen = false;
        for (long seed = 0; seed < 60 && !holeSeen; seed++) {
            try (Simulation run = new Simulation(seed)) {
                SimDisk reordered = run.node("a").disk("d");
                reordered.faults(DiskFaults.NONE.withLoss(Loss.REORDERED));
                DiskFile file = reordered.open("f");
                reordered.forceDirectory("");
                byte[] ones = new byte[1_024];
                java.util.Arrays.fill(ones, (byte) 1);
                file.write(ByteBuffer.wrap(ones), 0);
                run.node("a").crash();
                ByteBuffer read = ByteBuffer.allocate(1_024);
                int length = reordered.openRead("f").read(read, 0);
                holeSeen = length == 1_024 && read.get(0) == 0 && read.get(600) == 1;
            }
        }
        assertTrue(holeSeen);
    }

    @Test
    void shouldLoseForcedBytesWhenTheDiskLies() {
        disk.open("f");
        disk.forceDirectory("");
        disk.faults(DiskFaults.NONE.withLyingForce());
        DiskFile file = disk.open("f");
        write(file, "gone", 0);
        file.force(true);
        crashAndRestart();
        assertEquals("", content("f"));
    }

    @Test
    void shouldFailAForceOnceAndNeverMakeThosePagesDurable() {
        DiskFile file = durable("f", "");
        write(file, "dirty", 0);
        disk.failAtOperation(disk.operations() + 1);
        assertEquals(Kind.IO, assertThrows(DiskException.class, () -> file.force(true)).kind());
        file.force(true);
        assertEquals("dirty", content("f"));
        crashAndRestart();
        assertEquals("", content("f"));
    }

    @Test
    void shouldRefuseWritesBeyondItsCapacity() {
        disk.faults(DiskFaults.NONE.withCapacity(10));
        DiskFile file = disk.open("f");
        write(file, "12345678", 0);
        assertEquals(2, disk.usableBytes());
        DiskException full = assertThrows(DiskException.class, () -> write(file, "9abc", 8));
        assertEquals(Kind.FULL, full.kind());
        assertEquals("123456789a", content("f"), "what fits is written, as on a real disk");
        write(file, "overwrite", 0);
        assertThrows(DiskException.class, () -> write(file, "x", 10));
        disk.delete("f");
        assertEquals(10, disk.usableBytes());
    }

    /** A small append across a sector's edge is what a log loses most often. */
    @Test
    void shouldTearASmallWriteAtTheEdgeOfASectorOnly() {
        Set<Long> sizes = new HashSet<>();
        for (long seed = 0; seed < 60; seed++) {
            try (Simulation run = new Simulation(seed)) {
                SimDisk torn = run.node("a").disk("d");
                torn.faults(DiskFaults.NONE.withLoss(Loss.TORN));
                DiskFile file = torn.open("f");
                torn.forceDirectory("");
                file.write(ByteBuffer.allocate(500), 0);
                file.force(true);
                file.write(ByteBuffer.allocate(600), 500);
                run.node("a").crash();
                sizes.add(torn.openRead("f").size());
            }
        }
        assertEquals(Set.of(500L, 512L, 1_024L, 1_100L), sizes);
    }

    @Test
    void shouldKeepTheOrderOfTheNamesOfAFileThroughDirectories() {
        disk.createDirectories("from");
        disk.createDirectories("to");
        disk.forceDirectory("");
        disk.open("from/other").close();
        disk.open("from/f").close();
        disk.rename("from/f", "to/g");
        disk.forceDirectory("to");
        disk.faults(DiskFaults.NONE.withLoss(Loss.NOTHING_LOST));
        crashAndRestart();
        assertEquals(List.of("g"), disk.list("to"));
        assertEquals(List.of("other"), disk.list("from"), "not there under its first name too");
    }

    @Test
    void shouldLoseOrKeepARenameAsAWhole() {
        Set<List<String>> seen = new HashSet<>();
        for (long seed = 0; seed < 40; seed++) {
            try (Simulation run = new Simulation(seed)) {
                SimDisk renaming = run.node("a").disk("d");
                renaming.faults(DiskFaults.NONE.withLoss(Loss.REORDERED));
                renaming.open("old").close();
                renaming.open("new").close();
                renaming.forceDirectory("");
                renaming.rename("new", "old");
                run.node("a").crash();
                seen.add(renaming.list(""));
            }
        }
        assertEquals(Set.of(List.of("new", "old"), List.of("old")), seen);
    }

    @Test
    void shouldLoseTheNameOfAFileWhoseBytesAreDurable() {
        DiskFile file = disk.open("f");
        write(file, "bytes", 0);
        file.force(true);
        crashAndRestart();
        assertEquals(List.of(), disk.list(""));
    }

    @Test
    void shouldLoseAnUnforcedTruncation() {
        DiskFile file = durable("f", "abcdef");
        file.truncate(2);
        assertEquals("ab", content("f"));
        crashAndRestart();
        assertEquals("abcdef", content("f"));
    }

    @Test
    void shouldFailOneOperationOrAllThatFollow() {
        DiskFile file = durable("f", "a");
        disk.failAtOperation(disk.operations() + 1);
        assertEquals(Kind.IO, assertThrows(DiskException.class, () -> write(file, "b", 1)).kind());
        write(file, "c", 0);
        disk.failFromOperation(disk.operations() + 1);
        for (int i = 0; i < 3; i++) {
            assertThrows(DiskException.class, () -> disk.rename("f", "g"));
            assertThrows(DiskException.class, () -> disk.forceDirectory(""));
            assertThrows(DiskException.class, () -> disk.open("new"));
        }
        assertEquals(List.of("f"), disk.list(""));
    }

    @Test
    void shouldFailReadsOfAFileAlone() {
        durable("f", "a");
        durable("g", "b");
        disk.failReads("f", true);
        assertEquals(Kind.IO, assertThrows(DiskException.class, () -> content("f")).kind());
        assertEquals("b", content("g"));
        disk.failReads("f", false);
        assertEquals("a", content("f"));
    }

    @Test
    void shouldChargeAForceWithVirtualTime() {
        disk.faults(DiskFaults.NONE.withForceMean(50_000_000));
        DiskFile file = disk.open("f");
        List<Long> doneAt = new ArrayList<>();
        node.ports()
                .offload()
                .lane("sync")
                .run(
                        () -> {
                            file.force(true);
                            return 0;
                        },
                        node.ports().loop(),
                        (result, failure) -> doneAt.add(simulation.nowMs()));
        simulation.runFor(1_000);
        assertEquals(1, doneAt.size());
        assertTrue(doneAt.get(0) >= 12, doneAt.toString());
    }

    @Test
    void shouldKillTheNodeInTheMiddleOfAnyOperation() {
        for (int operation = 1; operation <= 5; operation++) {
            try (Simulation run = new Simulation(operation)) {
                SimNode victim = run.node("v");
                SimDisk crashing = victim.disk("d");
                crashing.crashAtOperation(operation);
                boolean[] finished = new boolean[1];
                victim.ports()
                        .loop()
                        .execute(
                                () -> {
                                    DiskFile file = crashing.open("f");
                                    crashing.forceDirectory("");
                                    write(file, "hello", 0);
                                    file.force(true);
                                    crashing.delete("f");
                                    finished[0] = true;
                                });
                run.runFor(100);
                assertFalse(victim.isUp());
                assertFalse(finished[0]);
                victim.restart();
                assertTrue(operation < 4 || crashing.exists("f"));
            }
        }
    }

    @Test
    void shouldGiveALockOnceAndTakeItBackWithTheProcess() {
        assertNotNull(disk.tryLock(".lock"));
        assertNull(disk.tryLock(".lock"));
        crashAndRestart();
        assertNotNull(disk.tryLock(".lock"));
    }

    @Test
    void shouldFlipOneDurableBit() {
        durable("f", "a");
        disk.flipBit("f", 0);
        crashAndRestart();
        assertEquals("`", content("f"));
    }

    private DiskFile durable(String path, String text) {
        DiskFile file = disk.open(path);
        disk.forceDirectory("");
        write(file, text, 0);
        file.force(true);
        return file;
    }

    private static void write(DiskFile file, String text, long position) {
        file.write(ByteBuffer.wrap(text.getBytes(UTF_8)), position);
    }

    private String content(String path) {
        try (DiskFile file = disk.openRead(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            return new String(bytes.array(), UTF_8);
        }
    }

    private void crashAndRestart() {
        node.crash();
        node.restart();
    }
}
