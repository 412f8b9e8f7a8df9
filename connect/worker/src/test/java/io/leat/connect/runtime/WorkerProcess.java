package io.leat.connect.runtime;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

/** {@code leat connect} in a process of its own, which can be killed. */
final class WorkerProcess {

    private final Path folder;
    private final List<String> files = new ArrayList<>();
    private Process process;

    WorkerProcess(Path folder, String bootstrap) throws IOException {
        this.folder = folder;
        settings(
                "bootstrap.servers=" + bootstrap,
                "offset.flush.interval.ms=20",
                "consumer.session.timeout.ms=6000");
    }

    void connector(String... lines) throws IOException {
        settings(lines);
    }

    private void settings(String... lines) throws IOException {
        Path file = folder.resolve("settings-" + files.size() + ".properties");
        Files.write(file, List.of(lines));
        files.add(file.toString());
    }

    void start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.addAll(List.of("io.leat.log.cli.Leat", "--debug", "connect"));
        command.addAll(files);
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        folder.resolve("worker.log").toFile()))
                        .start();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits until {@code file} has so many bytes; says what the process said when it gets none. */
    void awaitSize(Path file, long bytes) throws IOException {
        try {
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> size(file) >= bytes);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    size(file)
                            + " of "
                            + bytes
                            + " bytes; the worker said:\n"
                            + Files.readString(folder.resolve("worker.log")),
                    e);
        }
    }

    static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
