package io.leat.connect.file;

import io.leat.connect.storage.OffsetStorageReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of one task: one file, or this task's share of a directory. Owned by the task's thread.
 *
 * <p>A file is known by its file key (the inode), so that a renamed one is read on under its new
 * name, and one that took over its name is read from the start. A file that was written anew under
 * the same name with the same beginning, as editors do, is read on as well.
 */
final class TailedFiles implements AutoCloseable {

    /** More are closed, and opened again when they grow. */
    private static final int MAX_OPEN = 64;

    /**
     * Which files.
     *
     * @param share this task's number among {@code shares} tasks
     */
    record Scope(Path root, int share, int shares, int maxLineBytes) {}

    /** A file as a scan finds it. */
    private record Found(String key, Path path, long size, FileTime time) {}

    private final Scope scope;
    private final OffsetStorageReader offsets;
    private final Map<String, TailedFile> files = new LinkedHashMap<>();

    TailedFiles(Scope scope, OffsetStorageReader offsets) {
        this.scope = scope;
        this.offsets = offsets;
    }

    /** The files that may have more lines, in the order of their names; first those that go. */
    Deque<TailedFile> scan() throws IOException {
        Map<String, Found> found = find();
        Map<Path, TailedFile> leaving = leave(found);
        adopt(found, leaving);
        Deque<TailedFile> ready = new ArrayDeque<>();
        leaving.values().stream().filter(TailedFile::isOpen).forEach(ready::add);
        found.values().stream()
                .sorted((a, b) -> a.path().compareTo(b.path()))
                .forEach(
                        at -> {
                            TailedFile file = files.get(at.key());
                            if (file != null && file.mayHaveMore(at.size(), at.time())) {
                                ready.add(file);
                            }
                        });
        return ready;
    }

    private Map<String, Found> find() throws IOException {
        Map<String, Found> found = new HashMap<>();
        if (!Files.isDirectory(scope.root())) {
            add(scope.root(), found);
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(scope.root())) {
            for (Path path : entries) {
                if (!path.getFileName().toString().startsWith(".")) {
                    add(path, found);
                }
            }
        }
        return found;
    }

    private void add(Path path, Map<String, Found> found) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return;
        }
        if (attributes.isDirectory()) {
            return;
        }
        String key = String.valueOf(attributes.fileKey() == null ? path : attributes.fileKey());
        if (Math.floorMod(key.hashCode(), scope.shares()) != scope.share()) {
            return;
        }
        Found at = new Found(key, path, attributes.size(), attributes.lastModifiedTime());
        TailedFile known = files.get(key);
        // Of several names of one file, the one that it is read under counts, else the first.
        found.merge(
                key,
                at,
                (one, other) -> {
                    if (known != null) {
                        return known.path().equals(other.path()) ? other : one;
                    }
                    return one.path().compareTo(other.path()) < 0 ? one : other;
                });
    }

    /** Follows renames; takes out the files that are no longer there, by the name they had. */
    private Map<Path, TailedFile> leave(Map<String, Found> found) {
        Map<Path, TailedFile> leaving = new TreeMap<>();
        files.values()
                .removeIf(
                        file -> {
                            Found now = found.get(file.key());
                            if (now != null) {
                                file.renamed(now.path());
                                return false;
                            }
                            file.gone();
                            leaving.put(file.path(), file);
                            return true;
                        });
        return leaving;
    }

    /** Takes in the files that are new, each at the position where it was left. */
    private void adopt(Map<String, Found> found, Map<Path, TailedFile> leaving) throws IOException {
        List<Found> fresh = new ArrayList<>();
        List<Map<String, String>> partitions = new ArrayList<>();
        for (Found at : found.values()) {
            if (!files.containsKey(at.key())) {
                fresh.add(at);
                partitions.add(byName(at.path()));
                partitions.add(byKey(at.key()));
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        Map<Map<String, String>, Map<String, Object>> committed = offsets.offsets(partitions);
        for (Found at : fresh) {
            TailedFile.Mark mark;
            try {
                mark =
                        firstThatFits(
                                at,
                                before(leaving.get(at.path())),
                                TailedFile.Mark.of(committed.get(byName(at.path()))),
                                TailedFile.Mark.of(committed.get(byKey(at.key()))));
            } catch (NoSuchFileException e) {
                // It went after it was found; a later scan finds it, if it comes back.
                continue;
            }
            files.put(at.key(), new TailedFile(at.key(), at.path(), mark, scope.maxLineBytes()));
            if (mark.position() > 0) {
                // The same lines under the same name: nothing is left to read in the former file.
                TailedFile former = leaving.remove(at.path());
                if (former != null) {
                    former.close();
                }
            }
        }
    }

    private static TailedFile.@Nullable Mark before(@Nullable TailedFile former) {
        return former == null ? null : former.mark();
    }

    private TailedFile.Mark firstThatFits(Found at, TailedFile.@Nullable Mark... candidates)
            throws IOException {
        try (TailedFile file =
                new TailedFile(at.key(), at.path(), TailedFile.Mark.START, scope.maxLineBytes())) {
            for (TailedFile.Mark candidate : candidates) {
                if (candidate != null && candidate.position() > 0 && file.continues(candidate)) {
                    return candidate;
                }
            }
            return TailedFile.Mark.START;
        }
    }

    /** Closes what a file does not need until it grows again. */
    void release(TailedFile file) throws IOException {
        if (file.isGone()
                || files.values().stream().filter(TailedFile::isOpen).count() > MAX_OPEN) {
            file.close();
        }
    }

    /** The source partition of the file with a name. */
    static Map<String, String> byName(Path path) {
        return Map.of(FileStreamSourceTask.FILENAME_FIELD, path.toString());
    }

    /** The source partition of a file whatever its name, for files that were renamed. */
    static Map<String, String> byKey(String key) {
        return Map.of(FileStreamSourceTask.FILE_KEY_FIELD, key);
    }

    @Override
    public void close() throws IOException {
        for (TailedFile file : files.values()) {
            file.close();
        }
        files.clear();
    }
}
