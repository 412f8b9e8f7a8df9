package io.leat.examples.demo;

import io.leat.log.cli.CommandFailure;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One instance of the pipeline in a process of its own, again and again. One thread. */
final class InstanceProcess implements AutoCloseable {

    private static final int RESTARTS_MAX = 30;
    private static final int PATIENCE_SECONDS = 15;

    private final Pipeline.Job job;
    private final int number;
    private final File log;
    private Process process;
    private int restarts;

    InstanceProcess(Pipeline.Job job, int number) {
        this.job = job;
        this.number = number;
        this.log = job.work().resolve("processing-" + number + ".log").toFile();
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
                        Integer.toString(job.batchLines()),
                        "--instance",
                        Integer.toString(number)));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
        } catch (IOException e) {
            throw new CommandFailure("cannot start the processing process: " + e.getMessage(), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9}, and starts it again. */
    void killAndRestart() {
        process.destroyForcibly();
        await(process);
        restart("was killed");
    }

    void restart(String why) {
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
    }

    /** Closing its standard input tells it to end. */
    void askToEnd() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        askToEnd();
        if (!await(process)) {
            process.destroyForcibly();
        }
    }

    private static boolean await(Process process) {
        try {
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
