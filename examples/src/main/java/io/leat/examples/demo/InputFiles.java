package io.leat.examples.demo;

import io.leat.log.cli.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files that the demo reads, checked before anything starts. */
final class InputFiles {

    private InputFiles() {}

    /** Each file and its length in bytes. */
    static Map<String, Long> sizes(Path input) {
        Map<String, Long> sizes = new TreeMap<>();
        try {
            for (Path file : files(input)) {
                if (!Files.isReadable(file)) {
                    throw new CommandFailure(
                            "cannot read " + file + ": check the permissions of the file.");
                }
                sizes.put(file.toString(), Files.size(file));
            }
        } catch (IOException e) {
            throw new CommandFailure("cannot read " + input + ": " + e.getMessage(), e);
        }
        return sizes;
    }

    /** The number of lines, counting a last one without an end. */
    static long lines(Map<String, Long> sizes) {
        long lines = 0;
        byte[] chunk = new byte[1 << 16];
        for (String file : sizes.keySet()) {
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                byte last = '\n';
                for (int read = in.read(chunk); read > 0; read = in.read(chunk)) {
                    for (int i = 0; i < read; i++) {
                        lines += chunk[i] == '\n' ? 1 : 0;
                    }
                    last = chunk[read - 1];
                }
                lines += last == '\n' ? 0 : 1;
            } catch (IOException e) {
                throw new CommandFailure("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        return lines;
    }

    private static List<Path> files(Path input) throws IOException {
        if (!Files.exists(input)) {
            throw new CommandFailure(
                    "there is no file or directory " + input + ". Give one with --input.");
        }
        if (!Files.isDirectory(input)) {
            return List.of(input);
        }
        try (Stream<Path> found = Files.list(input)) {
            List<Path> files = found.filter(Files::isRegularFile).sorted().toList();
            if (files.isEmpty()) {
                throw new CommandFailure("the directory " + input + " holds no files.");
            }
            return files;
        }
    }
}
