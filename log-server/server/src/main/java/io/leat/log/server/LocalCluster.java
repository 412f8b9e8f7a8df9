package io.leat.log.server;

import io.leat.log.cli.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Nodes of one cluster on this machine, each a process. Used by one thread; {@link #close} is safe
 * from any.
 */
final class LocalCluster implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int STRIDE = 10;

    private final int nodes;
    private final int firstPort;
    private final Path data;
    private final Map<String, String> settings;
    private final List<Process> processes = new ArrayList<>();
    private volatile boolean closing;

    /**
     * @param settings of every node, beside what makes them a cluster
     */
    LocalCluster(int nodes, int firstPort, Path data, Map<String, String> settings) {
        this.nodes = nodes;
        this.firstPort = firstPort;
        this.data = data.toAbsolutePath();
        this.settings = Map.copyOf(settings);
    }

    /** Starts all nodes and waits until they serve; tells of each. */
    void start(Consumer<String> out) {
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
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(ServerMain.class.getName());
        command.add("server");
        settings(id).forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new CommandFailure("Node " + id + " cannot be started: " + e.getMessage(), e);
        }
    }

    private Map<String, String> settings(int id) {
        Map<String, String> all = new java.util.TreeMap<>(settings);
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
    void kill(int id) throws InterruptedException {
        processes.get(id - 1).destroyForcibly().waitFor();
    }

    /** Starts a node that was killed, and returns when it serves. */
    void restart(int id) {
        Process process = launch(id);
        processes.set(id - 1, process);
        awaitReady(id, process);
    }

    /** What clients take as bootstrap.servers. */
    String addresses() {
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
