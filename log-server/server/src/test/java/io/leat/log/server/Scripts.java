package io.leat.log.server;

import io.leat.log.cli.Leat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The scripts in bin/, with a {@code leat} beside them that runs the classes under test instead of
 * building. A test's thread uses it.
 */
final class Scripts {

    /** What a script did. */
    record Run(int code, String output, String errors) {
        @Override
        public String toString() {
            return "exit code " + code + "\n" + output + "\n" + errors;
        }
    }

    private final Path home;
    private int runs;

    Scripts(Path home) throws IOException {
        this.home = home;
        Path bin = Files.createDirectories(home.resolve("bin"));
        Path real = Path.of(System.getProperty("leat.root"), "bin");
        try (DirectoryStream<Path> scripts = Files.newDirectoryStream(real, "*.sh")) {
            for (Path script : scripts) {
                executable(bin.resolve(script.getFileName()), Files.readString(script));
            }
        }
        executable(
                bin.resolve("leat"),
                String.format(
                        // The class path is too long for a command line that others can read.
                        "#!/bin/sh%nexport CLASSPATH='%s'%n"
                                + "exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m"
                                + " -Dleat.server=true %s \"$@\"%n",
                        System.getProperty("java.class.path"),
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        Leat.class.getName()));
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Starts a command line as the documents write it; its output is in {@link #output}. */
    Process start(String line) throws IOException {
        runs++;
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        words.set(0, home.resolve(words.get(0)).toString());
        return new ProcessBuilder(words)
                .directory(home.toFile())
                .redirectOutput(output().toFile())
                .redirectError(errors().toFile())
                .start();
    }

    /** Where the line that was started last prints to. */
    Path output() {
        return home.resolve("output-" + runs);
    }

    private Path errors() {
        return home.resolve("errors-" + runs);
    }

    /** Runs a command line as the documents write it: {@code bin/kafka-topics.sh --list ...}. */
    Run run(String line, String input) throws IOException, InterruptedException {
        Process process = start(line);
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // it ended without reading
        }
        try {
            boolean ended = process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
            return new Run(
                    ended ? process.exitValue() : -1,
                    Files.readString(output()),
                    Files.readString(errors()));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    Run run(String line) throws IOException, InterruptedException {
        return run(line, "");
    }
}
