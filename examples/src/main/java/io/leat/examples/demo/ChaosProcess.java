package io.leat.examples.demo;

import io.leat.log.cli.CommandFailure;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline in a process that is killed (SIGKILL) at random moments: some while lines are being
 * processed, some while it is still coming up from the kill before.
 */
final class ChaosProcess implements Processing {

    private static final int KILLS_IN_WORK = 4;
    private static final int KILLS_AT_START = 2;
    private static final int RESTARTS_MAX = 30;

    private final Pipeline.Job job;
    private final File log;
    private final long linesTotal;
    private final Random random;
    private final List<Long> killAtLines = new ArrayList<>();

    private Process process;
    private int kills;
    private int restarts;
    private long killAtNanos = Long.MAX_VALUE;
    private int killsAtStartLeft = KILLS_AT_START;

    ChaosProcess(Pipeline.Job job, long linesTotal, long seed) {
        this.job = job;
        this.log = job.work().resolve("processing.log").toFile();
        this.linesTotal = linesTotal;
        this.random = new Random(seed);
        for (int i = 0; i < KILLS_IN_WORK; i++) {
            long slice = Math.max(1, linesTotal / (KILLS_IN_WORK + 1));
            killAtLines.add(i * slice + random.nextLong(slice) + 1);
        }
        this.process = launch();
    }

    private Process launch() {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-Dio.netty.allocator.type=pooled",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.leat.log.cli.Leat",
                        "demo-processing",
                        "--bootstrap-server",
                        job.bootstrapServers(),
                        "--input",
                        job.input().toString(),
                        "--updates",
                        job.updates().toString(),
                        "--work",
                        job.work().toString(),
                        "--batch-lines",
                        Integer.toString(job.batchLines())));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
        } catch (IOException e) {
            throw new CommandFailure("cannot start the processing process: " + e.getMessage(), e);
        }
    }

    int kills() {
        return kills;
    }

    @Override
    public void tend(Progress progress) {
        if (!process.isAlive()) {
            restart("ended by itself");
        } else if (System.nanoTime() >= killAtNanos) {
            kill();
        } else if (!killAtLines.isEmpty() && progress.lines() >= killAtLines.get(0)) {
            killAtLines.remove(0);
            kill();
        }
    }

    private void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kills++;
        restart("killed");
    }

    private void restart(String why) {
        restarts++;
        if (restarts > RESTARTS_MAX) {
            throw new CommandFailure(
                    "the processing process "
                            + why
                            + " again after "
                            + RESTARTS_MAX
                            + " restarts; its log is "
                            + log);
        }
        process = launch();
        killAtNanos = Long.MAX_VALUE;
        if (killsAtStartLeft > 0 && random.nextBoolean()) {
            killsAtStartLeft--;
            killAtNanos =
                    System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200 + random.nextInt(2_000));
        }
    }

    /** Kills still to come; the demo does not end before they have happened. */
    boolean moreToCome(Progress progress) {
        return killAtNanos != Long.MAX_VALUE
                || (!killAtLines.isEmpty() && progress.lines() < linesTotal);
    }

    @Override
    public void close() {
        @Nullable Process last = process;
        try {
            last.getOutputStream().close();
            if (!last.waitFor(15, TimeUnit.SECONDS)) {
                last.destroyForcibly();
            }
        } catch (IOException e) {
            last.destroyForcibly();
        } catch (InterruptedException e) {
            last.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
