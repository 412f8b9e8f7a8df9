package io.leat.log.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server as a child process, with its folder. Closed by whoever started it. */
final class ServerProcess implements AutoCloseable {

    private static final long START_SECONDS_MAX = 60;

    private final Process process;
    private final Path folder;
    private final int port;
    private final double secondsToServe;

    private ServerProcess(Process process, Path folder, int port, double secondsToServe) {
        this.process = process;
        this.folder = folder;
        this.port = port;
        this.secondsToServe = secondsToServe;
    }

    /** Starts the command and returns when a request has been answered on {@code port}. */
    static ServerProcess start(
            List<String> command, Map<String, String> environment, Path folder, int port) {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("server.log").toFile());
        builder.environment().putAll(environment);
        Process process = null;
        try {
            long start = System.nanoTime();
            process = builder.start();
            FirstRequest.await(process, port, start + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX));
            double seconds = (System.nanoTime() - start) / 1e9;
            return new ServerProcess(process, folder, port, seconds);
        } catch (IOException | InterruptedException | RuntimeException e) {
            String said = log(folder);
            end(process, folder);
            throw new IllegalStateException("no start of " + command + ": " + e + "\n" + said, e);
        }
    }

    String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** From the start of the process to the first answer. */
    double secondsToServe() {
        return secondsToServe;
    }

    double cpuSeconds() {
        return ProcessStat.cpuSeconds(process.pid());
    }

    double residentMib() {
        return ProcessStat.residentMib(process.pid());
    }

    @Override
    public void close() {
        end(process, folder);
    }

    private static void end(@Nullable Process process, Path folder) {
        if (process != null) {
            process.destroy();
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        Folders.delete(folder);
    }

    private static String log(Path folder) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("server.log"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
