package io.leat.log.testkit.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Real nodes of one cluster on loopback, each a process, with or without relays between them and
 * everybody. Used by one thread at a time.
 */
final class LiveCluster implements AutoCloseable {

    static final int NODES = 3;
    private static final String HOST = "127.0.0.1";

    private final Path directory;
    private final boolean relayed;
    private final Map<String, String> settings;
    private final Wires wires = new Wires();
    private final int firstPort;
    private final List<LiveNode> nodes = new ArrayList<>();
    private final List<List<Relay>> relays = new ArrayList<>();

    /**
     * @param relayed whether everything passes relays, so that {@link #wires} has an effect
     * @param settings of every node, beside what makes them a cluster
     */
    LiveCluster(Path directory, boolean relayed, Map<String, String> settings) throws IOException {
        this.directory = directory;
        this.relayed = relayed;
        this.settings = Map.copyOf(settings);
        this.firstPort = LowPorts.block(4 * NODES);
        for (int id = 1; id <= NODES; id++) {
            nodes.add(new LiveNode(id, settings(id), directory.resolve("node-" + id + ".log")));
            String name = String.valueOf(id);
            relays.add(
                    List.of(
                            new Relay(wires, name, told(id), port(id)),
                            new Relay(wires, name, told(id) + 1, port(id) + 1)));
        }
    }

    /** Starts all nodes and returns when they serve. */
    LiveCluster start() throws IOException, InterruptedException {
        for (LiveNode node : nodes) {
            launch(node);
        }
        for (LiveNode node : nodes) {
            node.awaitReady();
        }
        return this;
    }

    private void launch(LiveNode node) throws IOException {
        if (relayed) {
            for (Relay relay : relays.get(node.id() - 1)) {
                relay.open();
            }
        }
        node.launch();
    }

    /** The settings of a node, to be changed for another one. */
    final Map<String, String> settings(int id) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("node.id", String.valueOf(id));
        all.put("log.dirs", data(id).toString());
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
        if (relayed) {
            all.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + told(id));
        }
        all.put(
                "controller.quorum.voters",
                IntStream.rangeClosed(1, NODES)
                        .mapToObj(voter -> voter + "@" + HOST + ":" + (told(voter) + 1))
                        .collect(Collectors.joining(",")));
        return all;
    }

    /** Where node {@code id} keeps its data. */
    final Path data(int id) {
        return directory.resolve("node-" + id);
    }

    private int port(int id) {
        return firstPort + 4 * (id - 1);
    }

    /** Where others are told to come. */
    private int told(int id) {
        return relayed ? port(id) + 2 : port(id);
    }

    /** What clients take as bootstrap.servers. */
    String addresses() {
        return IntStream.rangeClosed(1, NODES)
                .mapToObj(this::address)
                .collect(Collectors.joining(","));
    }

    String address(int id) {
        return HOST + ":" + told(id);
    }

    LiveNode node(int id) {
        return nodes.get(id - 1);
    }

    Wires wires() {
        return wires;
    }

    /** SIGKILL. */
    void kill(int id) throws IOException, InterruptedException {
        closeRelays(id);
        node(id).kill();
        wires.cutAll(String.valueOf(id));
    }

    /** SIGTERM: it hands over what it leads, and ends. */
    void stop(int id) throws IOException, InterruptedException {
        node(id).stop();
        closeRelays(id);
        wires.cutAll(String.valueOf(id));
    }

    /** Starts it again and returns when it serves. */
    void restart(int id) throws IOException, InterruptedException {
        launch(node(id));
        node(id).awaitReady();
    }

    /** Kills all nodes, then starts them again. */
    void killAll() throws IOException, InterruptedException {
        for (LiveNode node : nodes) {
            closeRelays(node.id());
            node.kill();
        }
        for (LiveNode node : nodes) {
            wires.cutAll(String.valueOf(node.id()));
        }
        start();
    }

    private void closeRelays(int id) throws IOException {
        for (Relay relay : relays.get(id - 1)) {
            relay.close();
        }
    }

    /** Everything the nodes said, for the report of a failure. */
    String words() {
        return nodes.stream()
                .map(node -> "--- node " + node.id() + "\n" + node.words())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        wires.heal();
        for (LiveNode node : nodes) {
            if (node.alive()) {
                node.kill();
            }
            closeRelays(node.id());
        }
    }

    /** Makes the directory of a cluster below the tests' output. */
    static Path fresh(Path parent, String name) throws IOException {
        return Files.createDirectories(parent.resolve(name));
    }
}
