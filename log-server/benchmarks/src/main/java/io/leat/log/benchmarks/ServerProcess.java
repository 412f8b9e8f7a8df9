package io.leat.log.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server as a child process, with its folder. Closed by whoever started it. */
final class ServerProcess implements Servers {

    private static final long START_SECONDS_MAX = 120;
    private static final long STOP_SECONDS_MAX = 60;

    private final Launch launch;
    private final Process process;
    private final long launched;
    private double secondsToServe = Double.NaN;

    private ServerProcess(Launch launch, Process process, long launched) {
        this.launch = launch;
        this.process = process;
        this.launched = launched;
    }

    /** Starts it and returns when a request has been answered. */
    static ServerProcess start(Launch launch) {
        ServerProcess server = launch(launch);
        server.awaitServing(1);
        return server;
    }

    /** Starts it and returns at once. */
    static ServerProcess launch(Launch launch) {
        ProcessBuilder builder =
                new ProcessBuilder(launch.command())
                        .directory(launch.folder().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(launch.folder().resolve("server.log").toFile());
        builder.environment().putAll(launch.environment());
        try {
            long now = System.nanoTime();
            return new ServerProcess(launch, builder.start(), now);
        } catch (IOException e) {
            Folders.delete(launch.folder());
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when an answer has named so many brokers. */
    void awaitServing(int brokers) {
        try {
            long deadline = launched + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
            FirstRequest.await(process, launch.port(), brokers, deadline);
            secondsToServe = (System.nanoTime() - launched) / 1e9;
        } catch (InterruptedException | RuntimeException e) {
            String said = log(launch.folder());
            close();
            throw new IllegalStateException(
                    "no start of " + launch.command() + ": " + e + "\n" + said, e);
        }
    }

    @Override
    public String bootstrap() {
        return Launch.at(launch.port());
    }

    @Override
    public Map<String, Object> clients() {
        return launch.clients();
    }

    /** From the start of the process to the first answer. */
    double secondsToServe() {
        return secondsToServe;
    }

    @Override
    public double cpuSeconds() {
        return ProcessStat.cpuSeconds(process.pid());
    }

    @Override
    public double compilerSeconds() {
        return ProcessStat.compilerSeconds(process.pid());
    }

    double residentMib() {
        return ProcessStat.residentMib(process.pid());
    }

    /** Ends it as {@code kill -9} does, and returns when it is gone. Its folder stays. */
    void kill() {
        awaitEnd(process.destroyForcibly());
    }

    /** Asks it to end. */
    void askToStop() {
        process.destroy();
    }

    /** Asks it to end, and returns when it has. Its folder stays. */
    void stop() {
        process.destroy();
        awaitEnd(process);
    }

    private static void awaitEnd(Process process) {
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        Folders.delete(launch.folder());
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
