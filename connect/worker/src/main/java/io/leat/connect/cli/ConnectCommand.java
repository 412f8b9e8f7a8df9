package io.leat.connect.cli;

import io.leat.connect.runtime.TaskId;
import io.leat.connect.runtime.TaskStatus;
import io.leat.connect.runtime.Worker;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.LeatCommand;
import io.leat.log.transport.RealPorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat connect}: a standalone worker with the connectors of some files. */
@Command(
        name = "connect",
        description = "Run connectors in a standalone worker until interrupted.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A worker's file needs bootstrap.servers; a connector's file name, connector.class and",
            "what the connector itself needs. For example, to copy lines of a file to a topic:",
            "",
            "  name=lines",
            "  connector.class=FileStreamSource",
            "  file=/var/log/app.log",
            "  topic=lines",
            "",
            "and from the topic to a file:",
            "",
            "  name=copy",
            "  connector.class=FileStreamSink",
            "  file=copy.txt",
            "  topics=lines",
            "",
            "Ends with 1 when the settings are wrong or every task has failed."
        })
public final class ConnectCommand implements LeatCommand, Callable<Integer> {

    private static final long LOOK_MS = 500;

    @Spec CommandSpec spec;

    @Parameters(index = "0", paramLabel = "WORKER", description = "Properties file of the worker.")
    Path workerFile = Path.of("");

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "CONNECTOR",
            description = "Properties files, one a connector.")
    List<Path> connectorFiles = List.of();

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Thread hook = new Thread(() -> end(interrupted, closed), "leat-connect-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try (RealPorts real = RealPorts.create("connect", 1);
                Worker worker = new Worker(read(workerFile), real.ports())) {
            for (Path file : connectorFiles) {
                worker.start(read(file));
            }
            say("ready: " + String.join(", ", worker.connectors()));
            watch(worker, interrupted);
        } finally {
            closed.countDown();
        }
        return 0;
    }

    private static void end(CountDownLatch interrupted, CountDownLatch closed) {
        interrupted.countDown();
        try {
            // Tasks commit what they have done before the process goes.
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells of failures until interrupted, or until nothing runs any more. */
    private void watch(Worker worker, CountDownLatch interrupted) throws InterruptedException {
        Set<TaskId> failed = new HashSet<>();
        while (!interrupted.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
            Map<TaskId, TaskStatus> tasks = new HashMap<>();
            worker.connectors().forEach(name -> tasks.putAll(worker.status(name)));
            tasks.forEach(
                    (id, status) -> {
                        Throwable failure = status.failure();
                        if (failure == null) {
                            failed.remove(id);
                        } else if (failed.add(id)) {
                            warn("task " + id + " failed: " + failure.getMessage());
                        }
                    });
            if (!tasks.isEmpty()
                    && tasks.values().stream()
                            .allMatch(status -> status.state() == TaskStatus.State.FAILED)) {
                throw new CommandFailure("every task has failed; nothing is left to run.");
            }
        }
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private void warn(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new CommandFailure("there is no settings file " + file + ".", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure(
                    "cannot read the settings file " + file + ": " + e.getMessage() + ".", e);
        }
        Map<String, String> settings = new HashMap<>();
        properties.forEach((key, value) -> settings.put(key.toString(), value.toString()));
        return settings;
    }
}
