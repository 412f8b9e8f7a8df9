package io.leat.log.cli.migrate;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files below a directory that a program is written in. Used by one thread. */
final class SourceTree {

    private static final Set<String> SOURCES = Set.of("java", "kt", "kts", "scala", "groovy");
    private static final Set<String> SETTINGS =
            Set.of("properties", "yml", "yaml", "xml", "json", "conf");
    private static final Set<String> BUILT = Set.of("target", "build", "out", "node_modules");

    private SourceTree() {}

    static boolean isSource(Path file) {
        return SOURCES.contains(extension(file)) && !isBuild(file);
    }

    static boolean isSettings(Path file) {
        return SETTINGS.contains(extension(file)) && !isBuild(file);
    }

    static boolean isBuild(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.equals("pom.xml") || name.endsWith(".gradle") || name.endsWith(".gradle.kts");
    }

    /** A file of {@code META-INF/services}, whose name is that of a class. */
    static boolean isService(Path file) {
        Path folder = file.getParent();
        return folder != null && folder.endsWith(Path.of("META-INF", "services"));
    }

    private static String extension(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** All that may name Kafka, in the order of their names; links are not followed. */
    static List<Path> files(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes as) {
                        String name = String.valueOf(dir.getFileName());
                        boolean skipped = BUILT.contains(name) || name.startsWith(".");
                        return skipped && !dir.equals(directory)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes as) {
                        if (as.isRegularFile()
                                && (isSource(file)
                                        || isSettings(file)
                                        || isBuild(file)
                                        || isService(file))) {
                            files.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        files.sort(null);
        return files;
    }

    /** Replaces the file as a whole: nobody finds half of it. */
    static void write(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".leat-migrate");
        try {
            Files.copy(file, part, StandardCopyOption.COPY_ATTRIBUTES);
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
