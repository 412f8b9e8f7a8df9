package io.leat.log.transport;

import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.DiskException.Kind;
import io.leat.log.runtime.DiskFile;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory of the file system as the {@link Disk} port. Safe from any thread. */
final class FileDisk implements Disk {

    private final Path root;
    private final File directory;

    /** Creates {@code root} when it is missing. */
    FileDisk(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.directory = this.root.toFile();
        perform(this.root, () -> Files.createDirectories(this.root));
    }

    /** Something that may fail as file systems do. */
    interface Operation<T> {
        T run() throws IOException;
    }

    static <T> T perform(Path path, Operation<T> operation) {
        try {
            return operation.run();
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    static DiskException failure(Path path, IOException e) {
        String message = String.valueOf(e.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        Kind kind;
        if (e instanceof NoSuchFileException) {
            kind = Kind.MISSING;
            message = "no such file or directory";
        } else if (lower.contains("no space left") || lower.contains("quota exceeded")) {
            kind = Kind.FULL;
        } else {
            kind = Kind.IO;
        }
        return new DiskException(kind, path + ": " + message, e);
    }

    @Override
    public DiskFile open(String path) {
        return FileDiskFile.open(
                resolve(path),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    @Override
    public DiskFile openRead(String path) {
        return FileDiskFile.open(resolve(path), StandardOpenOption.READ);
    }

    @Override
    public boolean exists(String path) {
        return file(path).exists();
    }

    /** By a stream: opened thousands of times at a start, a channel is several times the work. */
    @Override
    public @Nullable ByteBuffer read(String path) {
        File file = file(path);
        try (FileInputStream in = new FileInputStream(file)) {
            return ByteBuffer.wrap(in.readAllBytes());
        } catch (FileNotFoundException e) {
            if (!file.exists()) {
                return null;
            }
            throw failure(file.toPath(), e); // it may not be read
        } catch (IOException e) {
            throw failure(file.toPath(), e);
        }
    }

    @Override
    public ByteBuffer read(String path, long position, int bytes) {
        File file = file(path);
        byte[] part = new byte[bytes];
        try (FileInputStream in = new FileInputStream(file)) {
            in.skipNBytes(position); // behind the end, too: then nothing is read
            return ByteBuffer.wrap(part, 0, in.readNBytes(part, 0, bytes));
        } catch (FileNotFoundException e) {
            throw failure(file.toPath(), missing(file, e));
        } catch (IOException e) {
            throw failure(file.toPath(), e);
        }
    }

    /** The same error, told from one that it may not be read. */
    private static IOException missing(File file, FileNotFoundException e) {
        return file.exists() ? e : new NoSuchFileException(file.getPath());
    }

    @Override
    public long size(String path) {
        File file = file(path);
        long bytes = file.length(); // one call of the system, unless it is empty
        return bytes > 0 || file.isFile() ? bytes : -1;
    }

    @Override
    public List<String> list(String directory) {
        String[] names = file(directory).list(); // much less work than a stream of paths
        if (names != null) {
            Arrays.sort(names);
            return List.of(names);
        }
        Path path = resolve(directory);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        return perform(
                path,
                () -> {
                    try (Stream<Path> entries = Files.list(path)) {
                        return entries.map(entry -> entry.getFileName().toString())
                                .sorted()
                                .toList();
                    }
                });
    }

    @Override
    public boolean isDirectory(String path) {
        return Files.isDirectory(resolve(path));
    }

    @Override
    public long modifiedMs(String path) {
        Path file = resolve(path);
        return perform(file, () -> Files.getLastModifiedTime(file).toMillis());
    }

    @Override
    public void createDirectories(String directory) {
        Path path = resolve(directory);
        perform(path, () -> Files.createDirectories(path));
    }

    @Override
    public void restrict(String directory, boolean groupWrites) {
        Path path = resolve(directory);
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Set<PosixFilePermission> rights =
                    PosixFilePermissions.fromString(groupWrites ? "rwxrwx---" : "rwxr-x---");
            perform(path, () -> Files.setPosixFilePermissions(path, rights));
        }
    }

    @Override
    public void rename(String from, String to) {
        Path source = resolve(from);
        Path target = resolve(to);
        perform(source, () -> Files.move(source, target, StandardCopyOption.ATOMIC_MOVE));
    }

    @Override
    public boolean delete(String path) {
        Path resolved = resolve(path);
        return perform(resolved, () -> Files.deleteIfExists(resolved));
    }

    @Override
    public void forceDirectory(String directory) {
        Path path = resolve(directory);
        perform(
                path,
                () -> {
                    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                        channel.force(true);
                    }
                    return path;
                });
    }

    @Override
    public long usableBytes() {
        return perform(root, () -> Files.getFileStore(root).getUsableSpace());
    }

    @Override
    public long totalBytes() {
        return perform(root, () -> Files.getFileStore(root).getTotalSpace());
    }

    @Override
    public @Nullable AutoCloseable tryLock(String path) {
        Path resolved = resolve(path);
        FileChannel channel =
                perform(
                        resolved,
                        () ->
                                FileChannel.open(
                                        resolved,
                                        StandardOpenOption.CREATE,
                                        StandardOpenOption.WRITE));
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process: the answer is the same as for another one.
        } catch (IOException e) {
            throw failure(resolved, e);
        } finally {
            if (lock == null) {
                perform(resolved, () -> close(channel));
            }
        }
        return lock == null ? null : channel;
    }

    private static boolean close(FileChannel channel) throws IOException {
        channel.close();
        return true;
    }

    @Override
    public String root() {
        return root.toString();
    }

    /** Whether it may: most paths cannot, and need no second look. */
    private static boolean leadsOut(String path) {
        return path.contains("..") || path.startsWith("/");
    }

    private File file(String path) {
        return leadsOut(path) ? resolve(path).toFile() : new File(directory, path);
    }

    private Path resolve(String path) {
        Path resolved = root.resolve(path);
        if (!leadsOut(path)) {
            return resolved;
        }
        resolved = resolved.normalize();
        if (!resolved.startsWith(root)) {
            throw new DiskException(Kind.IO, path + " leads out of " + root);
        }
        return resolved;
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
