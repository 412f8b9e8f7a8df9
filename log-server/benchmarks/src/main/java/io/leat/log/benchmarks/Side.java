package io.leat.log.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the systems compared. Used by the harness's thread; closed with it. */
abstract class Side implements AutoCloseable {

    /** The heap both get under load, for each node. */
    static final String LOAD_HEAP = "-Xms1g -Xmx1g";

    private final String name;
    private @Nullable ServerProcess running;
    private @Nullable ServerProcess secure;
    private @Nullable Cluster cluster;

    Side(String name) {
        this.name = name;
    }

    final String name() {
        return name;
    }

    /** The process that serves the load scenarios; started on first use. */
    final ServerProcess running() {
        if (running == null) {
            running = start(LOAD_HEAP);
        }
        return running;
    }

    /** The same with TLS. */
    final ServerProcess secure() {
        if (secure == null) {
            secure = ServerProcess.start(secureLaunch(LOAD_HEAP));
        }
        return secure;
    }

    /** The nodes that serve the scenarios of several; started on first use. */
    final Cluster cluster(int nodes) {
        if (cluster == null || cluster.size() != nodes) {
            close();
            cluster = Cluster.start(launches(nodes, LOAD_HEAP));
        }
        return cluster;
    }

    /** One node or several, to serve a load. */
    final Servers servers(int nodes) {
        return nodes == 1 ? running() : cluster(nodes);
    }

    /** Starts another process on an empty folder; with the side's own heap if none is named. */
    final ServerProcess start(@Nullable String heap) {
        return ServerProcess.start(launches(1, heap).get(0));
    }

    /** Prepares so many nodes of one system, each on an empty folder. */
    abstract List<Launch> launches(int nodes, @Nullable String heap);

    /** Prepares one node that also listens with TLS. */
    abstract Launch secureLaunch(String heap);

    /** Settings of a topic that make it acknowledge what the other side acknowledges. */
    abstract Map<String, String> topicSettings();

    @Override
    public final void close() {
        if (running != null) {
            running.close();
            running = null;
        }
        if (secure != null) {
            secure.close();
            secure = null;
        }
        if (cluster != null) {
            cluster.close();
            cluster = null;
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
