package io.leat.connect.runtime;

import io.leat.connect.errors.ConnectException;
import io.leat.log.cli.LeatCommand;
import io.leat.log.transport.RealPorts;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat connect}: a standalone worker with the connectors of some files. */
@Command(
        name = "connect",
        description = "Run connectors in a standalone worker until interrupted.",
        mixinStandardHelpOptions = true)
public final class ConnectCommand implements LeatCommand, Callable<Integer> {

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
        try (RealPorts real = RealPorts.create("connect", 1);
                Worker worker = new Worker(read(workerFile), real.ports())) {
            for (Path file : connectorFiles) {
                worker.start(read(file));
            }
            spec.commandLine().getOut().println("ready: " + connectorFiles.size() + " connectors");
            spec.commandLine().getOut().flush();
            CountDownLatch interrupted = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(
                                    () -> {
                                        worker.close();
                                        interrupted.countDown();
                                    },
                                    "leat-connect-stop"));
            interrupted.await();
        }
        return 0;
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new ConnectException("cannot read the settings file " + file + ": " + e, e);
        }
        Map<String, String> settings = new HashMap<>();
        properties.forEach((key, value) -> settings.put(key.toString(), value.toString()));
        return settings;
    }
}
