package io.leat.examples.demo;

import io.leat.log.cli.LeatCommand;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The demo's processing in a process of its own, so that {@code --chaos} has something to kill. */
@Command(name = "demo-processing", hidden = true)
public final class ProcessingCommand implements LeatCommand, Callable<Integer> {

    @Option(names = "--bootstrap-server", required = true)
    String bootstrapServer = "";

    @Option(names = "--input", required = true)
    Path input = Path.of("");

    @Option(names = "--updates", required = true)
    Path updates = Path.of("");

    @Option(names = "--work", required = true)
    Path work = Path.of("");

    @Option(names = "--batch-lines", required = true)
    int batchLines;

    @Option(names = "--instance", required = true)
    int instance;

    /** Runs until killed, or until the parent, whose pipe is our standard input, is gone. */
    @Override
    public Integer call() throws Exception {
        Pipeline.Job job =
                new Pipeline.Job(bootstrapServer, input, updates, work, true, batchLines);
        try (Pipeline pipeline = Pipeline.start(job, instance)) {
            Thread watcher = new Thread(() -> watch(pipeline), "demo-watch");
            watcher.setDaemon(true);
            watcher.start();
            while (System.in.read() >= 0) {
                // Nothing is ever sent: the end of the pipe is the message.
            }
        }
        return 0;
    }

    private static void watch(Pipeline pipeline) {
        try {
            while (true) {
                Optional<Throwable> failure = pipeline.failure();
                if (failure.isPresent()) {
                    failure.get().printStackTrace();
                    Runtime.getRuntime().halt(1);
                }
                Thread.sleep(200);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
