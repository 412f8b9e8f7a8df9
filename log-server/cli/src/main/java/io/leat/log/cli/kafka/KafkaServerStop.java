package io.leat.log.cli.kafka;

import io.leat.log.cli.CommandFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-server-stop.sh}: asks this user's Leat servers to stop, and waits for them. */
@Command(
        name = "kafka-server-stop",
        hidden = true,
        description = "Stop the Leat servers that this user runs on this machine.",
        mixinStandardHelpOptions = true)
public final class KafkaServerStop implements Callable<Integer> {

    /** What a server's command line is known by. */
    private static final String MARK = "-Dleat.server=true";

    @Spec CommandSpec spec;

    @Option(names = "--pid", paramLabel = "PID", description = "Only this process.")
    long pid = -1;

    @Option(
            names = "--timeout-s",
            paramLabel = "SECONDS",
            description = "Longest wait (default: 60).")
    long timeoutS = 60;

    @Override
    public Integer call() throws InterruptedException {
        List<ProcessHandle> servers = ProcessHandle.allProcesses().filter(this::isServer).toList();
        if (servers.isEmpty()) {
            throw new CommandFailure("No Leat server to stop: none runs for this user.");
        }
        servers.forEach(ProcessHandle::destroy);
        for (ProcessHandle server : servers) {
            await(server.pid(), server.onExit());
        }
        return 0;
    }

    private boolean isServer(ProcessHandle process) {
        if (pid >= 0 && process.pid() != pid) {
            return false;
        }
        return process.pid() != ProcessHandle.current().pid()
                && process.info().user().equals(ProcessHandle.current().info().user())
                && process.info().arguments().map(List::of).orElse(List.of()).contains(MARK);
    }

    private void await(long server, CompletableFuture<ProcessHandle> exit)
            throws InterruptedException {
        try {
            exit.get(Duration.ofSeconds(timeoutS).toMillis(), TimeUnit.MILLISECONDS);
            spec.commandLine().getOut().println("Stopped server with process id " + server + ".");
        } catch (TimeoutException | ExecutionException e) {
            throw new CommandFailure(
                    "The server with process id "
                            + server
                            + " still runs after "
                            + timeoutS
                            + " s; look at its log.",
                    e);
        }
    }
}
