package io.leat.log.server;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ConfigException;
import io.leat.log.broker.config.ListenerAddress;
import io.leat.log.broker.node.BrokerNode;
import io.leat.log.broker.node.DataFolders;
import io.leat.log.broker.node.StartException;
import io.leat.log.broker.replication.ReplicaFetchers;
import io.leat.log.runtime.Endpoint;
import io.leat.log.server.admin.AdminServer;
import io.leat.log.transport.RealPorts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A running log server in this process. Safe from any thread.
 *
 * <pre>{@code
 * try (LeatServer server = LeatServer.start(Map.of("listeners", "PLAINTEXT://127.0.0.1:0",
 *                                                  "log.dirs", "/tmp/data"))) {
 *     properties.put("bootstrap.servers", server.endpoint().toString());
 * }
 * }</pre>
 */
public final class LeatServer implements AutoCloseable {

    private final RealPorts ports;
    private final BrokerNode node;
    private final List<ListenerAddress> listeners;
    private final @Nullable AdminServer admin;

    private LeatServer(
            RealPorts ports,
            BrokerNode node,
            List<ListenerAddress> listeners,
            @Nullable AdminServer admin) {
        this.admin = admin;
        this.ports = ports;
        this.node = node;
        this.listeners = listeners;
    }

    /**
     * Starts a server with settings under the names of Kafka's server.properties; returns when it
     * serves.
     *
     * @throws ConfigException if a setting cannot be used
     * @throws StartException if the server cannot start; the message says why and what to do
     */
    public static LeatServer start(Map<String, String> settings) {
        return start(BrokerConfig.of(settings));
    }

    /** As {@link #start(Map)}. */
    public static LeatServer start(Properties settings) {
        Map<String, String> map = new HashMap<>();
        settings.stringPropertyNames().forEach(key -> map.put(key, settings.getProperty(key)));
        return start(map);
    }

    /** As {@link #start(Map)}. */
    public static LeatServer start(BrokerConfig config) {
        DataFolders folders = FolderSettings.folders(config);
        RealPorts ports = RealPorts.create("leat", loops(config));
        AdminServer admin = null;
        try {
            BrokerNode node =
                    new BrokerNode(config, ports.ports(), folders, ReplicaFetchers::store);
            node.logsThrough(ProcessLogLevels.find());
            admin = AdminServer.start(config, node, ports);
            List<ListenerAddress> listeners = node.start().toCompletableFuture().join();
            return new LeatServer(ports, node, listeners, admin);
        } catch (CompletionException e) {
            close(admin, ports);
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (RuntimeException e) {
            close(admin, ports);
            throw e;
        }
    }

    private static void close(@Nullable AdminServer admin, RealPorts ports) {
        if (admin != null) {
            admin.close();
        }
        ports.close();
    }

    /** Half the cores: the other half is for fsyncs, the kernel's network, and the clients. */
    private static int loops(BrokerConfig config) {
        int wanted = config.get(BrokerKeys.EVENT_LOOPS);
        return wanted > 0 ? wanted : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** The address of the first listener, with the actual port: what bootstrap.servers takes. */
    public Endpoint endpoint() {
        return listeners.get(0).endpoint();
    }

    /** Where metrics and health are answered; null unless leat.admin.listener is set. */
    public @Nullable Endpoint adminEndpoint() {
        return admin == null ? null : admin.endpoint();
    }

    /** All addresses it listens on. */
    public List<ListenerAddress> listeners() {
        return listeners;
    }

    /** Waits until the server has stopped, because it was closed or because it failed. */
    public void awaitStop() {
        try {
            node.stopped().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new StartException("The server did not stop in order: " + e.getMessage(), e);
        }
    }

    /** Whether it stopped because of a failure of its disk. */
    public boolean failed() {
        return node.failed();
    }

    /** Stops in order: closes connections, makes everything durable, gives the directory back. */
    @Override
    public void close() {
        if (admin != null) {
            admin.drain();
        }
        node.stop();
        awaitStop();
        close(admin, ports);
    }
}
