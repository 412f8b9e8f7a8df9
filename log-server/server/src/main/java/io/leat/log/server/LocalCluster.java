package io.leat.log.server;

import io.leat.log.cli.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of one cluster on this machine, each a process. Used by one thread; {@link #close} is safe
 * from any.
 */
public final class LocalCluster implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int STRIDE = 10;

    /** Below those that systems give to outgoing connections, which could take one meanwhile. */
    private static final int PORTS_FROM = 12_000;

    private static final int PORTS_TO = 32_000;

    /** Options of this process that make a start quick; they do as much for the nodes. */
    private static final List<String> QUICK =
            List.of(
                    "-XX:SharedArchiveFile=",
                    "-Xshare:",
                    "-Xlog:cds",
                    "-Djava.library.path=",
                    "-Djava.nio.",
                    "-Dio.netty.",
                    "--enable-native-access=");

    private final int nodes;
    private final int firstPort;
    private final Path data;
    private final Map<String, String> settings;
    private final List<Process> processes = new ArrayList<>();
    private @Nullable Path said;
    private volatile boolean closing;

    /**
     * On ports that were free a moment ago.
     *
     * @param settings of every node, beside what makes them a cluster
     */
    public static LocalCluster onFreePorts(int nodes, Path data, Map<String, String> settings) {
        return new LocalCluster(nodes, freePorts(nodes), data, settings);
    }

    private static int freePorts(int nodes) {
        while (true) {
            int first = ThreadLocalRandom.current().nextInt(PORTS_FROM, PORTS_TO);
            if (IntStream.range(0, nodes)
                    .map(node -> first + STRIDE * node)
                    .allMatch(port -> isFree(port) && isFree(port + 1))) {
                return first;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * @param settings of every node, beside what makes them a cluster
     */
    public LocalCluster(int nodes, int firstPort, Path data, Map<String, String> settings) {
        this.nodes = nodes;
        this.firstPort = firstPort;
        this.data = data.toAbsolutePath();
        this.settings = Map.copyOf(settings);
    }

    /** From the next start on, appends what nodes say on standard error to files in a folder. */
    public LocalCluster sayingTo(Path folder) {
        said = folder;
        return this;
    }

    /** Starts all nodes and waits until they serve; tells of each. */
    public void start(Consumer<String> out) {
        for (int id = 1; id <= nodes; id++) {
            processes.add(launch(id));
        }
        for (int id = 1; id <= nodes; id++) {
            Process process = processes.get(id - 1);
            awaitReady(id, process);
            out.accept(
                    "node "
                            + id
                            + " serves on "
                            + HOST
                            + ":"
                            + port(id)
                            + ", process "
                            + process.pid()
                            + ", data in "
                            + directory(id));
        }
    }

    private Process launch(int id) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.add("-XX:+UseSerialGC");
        command.add("-Xss512k");
        inherited().forEach(command::add);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(LocalNode.class.getName());
        command.add("server");
        settings(id).forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(
                said == null
                        ? ProcessBuilder.Redirect.INHERIT
                        : ProcessBuilder.Redirect.appendTo(
                                said.resolve("node-" + id + ".log").toFile()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new CommandFailure("Node " + id + " cannot be started: " + e.getMessage(), e);
        }
    }

    private static Stream<String> inherited() {
        return Stream.of(ProcessHandle.current().info().arguments().orElse(new String[0]))
                .filter(argument -> QUICK.stream().anyMatch(argument::startsWith));
    }

    private Map<String, String> settings(int id) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("node.id", String.valueOf(id));
        all.put("log.dirs", directory(id).toString());
        all.put(
                "listeners",
                "PLAINTEXT://"
                        + HOST
                        + ":"
                        + port(id)
                        + ",CONTROLLER://"
                        + HOST
                        + ":"
                        + (port(id) + 1));
        if (nodes > 1) {
            all.put(
                    "controller.quorum.voters",
                    IntStream.rangeClosed(1, nodes)
                            .mapToObj(voter -> voter + "@" + HOST + ":" + (port(voter) + 1))
                            .collect(Collectors.joining(",")));
        }
        return all;
    }

    private int port(int id) {
        return firstPort + STRIDE * (id - 1);
    }

    private Path directory(int id) {
        return data.resolve("node-" + id);
    }

    private static void awaitReady(int id, Process process) {
        BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        try {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.contains("ready")) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new CommandFailure("Node " + id + " cannot be heard: " + e.getMessage(), e);
        }
        throw new CommandFailure("Node " + id + " ended before it served: see the line above");
    }

    /** Ends a node as {@code kill -9} does, and returns when it is gone. */
    public void kill(int id) {
        processes.get(id - 1).destroyForcibly().onExit().join();
    }

    /** Starts a node that was killed, and returns when it serves. */
    public void restart(int id) {
        Process process = launch(id);
        processes.set(id - 1, process);
        awaitReady(id, process);
    }

    /** What clients take as bootstrap.servers. */
    public String addresses() {
        return IntStream.rangeClosed(1, nodes)
                .mapToObj(id -> HOST + ":" + port(id))
                .collect(Collectors.joining(","));
    }

    /** Waits until every node has ended; returns whether that was asked for. */
    boolean awaitEnd() throws InterruptedException {
        for (Process process : processes) {
            process.waitFor();
        }
        return closing;
    }

    @Override
    public void close() {
        closing = true;
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
