package io.leat.log.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the servers compared. Used by the harness's thread; closed with it. */
abstract class Side implements AutoCloseable {

    /** The heap both get under load. */
    static final String LOAD_HEAP = "-Xms1g -Xmx1g";

    private final String name;
    private @Nullable ServerProcess running;

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

    /** Starts another process on an empty folder; with the side's own heap if none is named. */
    abstract ServerProcess start(@Nullable String heap);

    /** Settings of a topic that make it acknowledge what the other side acknowledges. */
    abstract Map<String, String> topicSettings();

    @Override
    public final void close() {
        if (running != null) {
            running.close();
            running = null;
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
