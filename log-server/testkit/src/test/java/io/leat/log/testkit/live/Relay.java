package io.leat.log.testkit.live;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An address that stands for a listener of a node: everybody connects here. Its threads take and
 * carry connections; it is opened and closed by the thread that owns the cluster.
 */
final class Relay implements AutoCloseable {

    private static final int BACKLOG = 200;
    private static final int ATTEMPTS = 100;

    private final Wires wires;
    private final String node;
    private final int port;
    private final int target;
    private ServerSocket listening;

    /**
     * @param port where it listens
     * @param target where {@code node} listens
     */
    Relay(Wires wires, String node, int port, int target) {
        this.wires = wires;
        this.node = node;
        this.port = port;
        this.target = target;
    }

    /** Listens, as long as the node behind it is there. */
    void open() throws IOException {
        if (listening != null) {
            return;
        }
        ServerSocket socket = bind();
        listening = socket;
        Thread thread = new Thread(() -> take(socket), "relay-" + node);
        thread.setDaemon(true);
        thread.start();
    }

    /** The kernel may need a moment to let go of what listened here before. */
    private ServerSocket bind() throws IOException {
        for (int attempt = 1; ; attempt++) {
            ServerSocket socket = new ServerSocket();
            try {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
                return socket;
            } catch (BindException e) {
                socket.close();
                if (attempt == ATTEMPTS) {
                    throw new IOException("port " + port + ": " + e.getMessage(), e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    private void take(ServerSocket socket) {
        while (true) {
            try {
                Socket client = socket.accept();
                new RelayedConnection(wires, client, node, target).start();
            } catch (SocketException e) {
                return; // closed
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** Nobody listens here any more: the node is gone. Connections end with the node's own. */
    @Override
    public void close() throws IOException {
        if (listening != null) {
            listening.close();
            listening = null;
        }
    }
}
