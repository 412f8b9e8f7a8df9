package io.leat.log.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiskTest {

    @TempDir Path folder;

    @Test
    void shouldKeepAFileOpenWhenItsThreadIsInterrupted() {
        Disk disk = RealPorts.disk(folder.resolve("made/on/the/way"));
        try (DiskFile file = disk.open("f")) {
            Thread.currentThread().interrupt();
            file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
            file.force(true);
            assertEquals(3, file.read(ByteBuffer.allocate(10), 0));
            assertTrue(Thread.interrupted(), "the flag is given back");
            assertEquals(3, file.size());
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void shouldReopenAFileThatAnInterruptClosedInTheMiddle() throws InterruptedException {
        Disk disk = RealPorts.disk(folder);
        try (DiskFile file = disk.open("f")) {
            ByteBuffer block = ByteBuffer.allocateDirect(1 << 16);
            Thread writer = new Thread(() -> writeBlocks(file, block), "writer");
            writer.start();
            for (int i = 0; i < 2_000 && writer.isAlive(); i++) {
                writer.interrupt();
                Thread.onSpinWait();
            }
            writer.join();
            assertEquals(200L << 16, file.size());
        }
    }

    private static void writeBlocks(DiskFile file, ByteBuffer block) {
        for (int i = 0; i < 200; i++) {
            file.write(block.duplicate(), (long) i << 16);
        }
    }

    @Test
    void shouldRefuseAClosedFile() {
        DiskFile file = RealPorts.disk(folder).open("f");
        file.close();
        assertThrows(DiskException.class, file::size);
    }

    @Test
    void shouldReadSmallFilesAndListFolders() throws IOException {
        Disk disk = RealPorts.disk(folder);
        Files.write(folder.resolve("b"), new byte[] {1, 2, 3});
        Files.createDirectory(folder.resolve("a"));
        assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), disk.read("b"));
        assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), disk.read("a/../b"));
        assertNull(disk.read("c"));
        assertThrows(DiskException.class, () -> disk.read("a"));
        assertThrows(DiskException.class, () -> disk.read("../" + folder.getFileName() + "2/b"));
        assertEquals(List.of("a", "b"), disk.list(""));
        assertEquals(List.of(), disk.list("a"));
        assertEquals(List.of(), disk.list("b"));
        assertEquals(List.of(), disk.list("c"));
        assertTrue(disk.exists("a") && disk.exists("b") && !disk.exists("c"));
    }

    @Test
    void shouldReadAPartOfAFile() throws IOException {
        Disk disk = RealPorts.disk(folder);
        Files.write(folder.resolve("b"), new byte[] {1, 2, 3, 4});
        Files.createDirectory(folder.resolve("a"));
        assertEquals(ByteBuffer.wrap(new byte[] {2, 3}), disk.read("b", 1, 2));
        assertEquals(ByteBuffer.wrap(new byte[] {4}), disk.read("b", 3, 10));
        assertEquals(0, disk.read("b", 9, 10).remaining());
        DiskException missing = assertThrows(DiskException.class, () -> disk.read("c", 0, 1));
        assertEquals(DiskException.Kind.MISSING, missing.kind());
        DiskException folder = assertThrows(DiskException.class, () -> disk.read("a", 0, 1));
        assertEquals(DiskException.Kind.IO, folder.kind());
    }

    @Test
    void shouldTellAFullDiskFromABrokenOne() {
        assertEquals(DiskException.Kind.FULL, kind("No space left on device"));
        assertEquals(DiskException.Kind.FULL, kind("Disk quota exceeded"));
        assertEquals(DiskException.Kind.IO, kind("Input/output error"));
    }

    private DiskException.Kind kind(String message) {
        return FileDisk.failure(folder, new IOException(message)).kind();
    }
}
