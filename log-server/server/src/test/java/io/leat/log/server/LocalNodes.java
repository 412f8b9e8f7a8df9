package io.leat.log.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Nodes of one cluster in this process, on free ports. A test's thread uses it. */
final class LocalNodes implements AutoCloseable {

    private final Path folder;
    private final Map<String, String> common;
    private final Map<Integer, Integer> ports = new TreeMap<>();
    private final Map<Integer, Integer> controllerPorts = new TreeMap<>();
    private final Map<Integer, LeatServer> servers = new TreeMap<>();

    /**
     * @param common settings of all nodes
     */
    LocalNodes(Path folder, Map<String, String> common) {
        this.folder = folder;
        this.common = common;
    }

    /** Starts nodes 1 to {@code count}, brokers and controllers whose voters are static. */
    void startStatic(int count) throws Exception {
        for (int id = 1; id <= count; id++) {
            reserve(id);
        }
        List<CompletableFuture<LeatServer>> starting = new ArrayList<>();
        for (int id = 1; id <= count; id++) {
            Map<String, String> settings = settings(id);
            starting.add(CompletableFuture.supplyAsync(() -> LeatServer.start(settings)));
        }
        for (int id = 1; id <= count; id++) {
            servers.put(id, starting.get(id - 1).get());
        }
    }

    private void reserve(int id) throws Exception {
        ports.put(id, ServerProcess.freePort());
        controllerPorts.put(id, ServerProcess.freePort());
    }

    /** Starts one more node that is broker only. */
    void startBroker(int id) throws Exception {
        Map<String, String> settings = settings(id);
        ports.put(id, ServerProcess.freePort());
        settings.put("node.id", "" + id);
        settings.put("process.roles", "broker");
        settings.put("log.dirs", directory(id).toString());
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + ports.get(id));
        servers.put(id, LeatServer.start(settings));
    }

    /** The settings of a node. */
    Map<String, String> settings(int id) {
        Map<String, String> settings = new HashMap<>(common);
        settings.put("node.id", "" + id);
        settings.put("log.dirs", directory(id).toString());
        settings.put("leat.event.loops", "1");
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:"
                        + ports.get(id)
                        + ",CONTROLLER://127.0.0.1:"
                        + controllerPorts.get(id));
        settings.put(
                "controller.quorum.voters",
                controllerPorts.entrySet().stream()
                        .map(each -> each.getKey() + "@127.0.0.1:" + each.getValue())
                        .collect(Collectors.joining(",")));
        return settings;
    }

    Path directory(int id) {
        return folder.resolve("node-" + id);
    }

    void stop(int id) {
        servers.remove(id).close();
    }

    /** For {@code --bootstrap-server}. */
    String brokers() {
        return servers.keySet().stream()
                .map(id -> "127.0.0.1:" + ports.get(id))
                .collect(Collectors.joining(","));
    }

    /** For {@code --bootstrap-controller}. */
    String controllers() {
        return controllerPorts.values().stream()
                .map(port -> "127.0.0.1:" + port)
                .collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        servers.values().forEach(LeatServer::close);
    }
}
