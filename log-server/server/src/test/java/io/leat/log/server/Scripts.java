package io.leat.log.server;

import io.leat.log.cli.Leat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The scripts in bin/, with a {@code leat} beside them that does not build: it runs the classes
 * under test, or only tells what it was called with, for a run in this process. A test's thread
 * uses it.
 */
final class Scripts {

    private static final String TELL = "LEAT_TELL";

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
                        "#!/bin/sh%n[ -z \"$%s\" ] || { printf '%%s\\n' \"$@\" >\"$%s\"; exit; }%n"
                                + "export CLASSPATH='%s'%n"
                                + "exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m"
                                + " -Dleat.server=true %s \"$@\"%n",
                        TELL,
                        TELL,
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
        return process(line).start();
    }

    private ProcessBuilder process(String line) {
        runs++;
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        words.set(0, home.resolve(words.get(0)).toString());
        return new ProcessBuilder(words)
                .directory(home.toFile())
                .redirectOutput(output().toFile())
                .redirectError(errors().toFile());
    }

    /** Where the line that was started last prints to. */
    Path output() {
        return home.resolve("output-" + runs);
    }

    private Path errors() {
        return home.resolve("errors-" + runs);
    }

    /** Runs {@code bin/kafka-topics.sh --list ...} and the like in a process of its own. */
    Tools.Run runAlone(String line) throws IOException, InterruptedException {
        return end(start(line));
    }

    private Tools.Run end(Process process) throws IOException, InterruptedException {
        try {
            process.getOutputStream().close();
            boolean ended = process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
            return new Tools.Run(
                    ended ? process.exitValue() : -1,
                    Files.readString(output()),
                    Files.readString(errors()));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /**
     * As above, but only the script is a process: what it has {@code leat} do is done here, where
     * no JVM has to start.
     */
    Tools.Run run(String line, String input) throws IOException, InterruptedException {
        ProcessBuilder script = process(line);
        Path told = home.resolve("told-" + runs);
        script.environment().put(TELL, told.toString());
        Tools.Run run = end(script.start());
        if (!Files.exists(told)) {
            return run;
        }
        InputStream stdin = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return Tools.run(Files.readAllLines(told).toArray(String[]::new));
        } finally {
            System.setIn(stdin);
        }
    }
}
