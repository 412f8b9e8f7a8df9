package io.leat.log.testkit.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One connection through a relay: two threads, one for each direction. Who made it is told by the
 * client id of its first request, because nodes name themselves there.
 */
final class RelayedConnection {

    private static final Pattern NODE = Pattern.compile("(?:raft|raft-fetch|broker)-(\\d+)(-.*)?");
    private static final int ID_LENGTH_AT = 12;
    private static final int FIRST_BYTES = 512;
    private static final int PIECE = 64 * 1024;

    private final Wires wires;
    private final Socket client;
    private final String to;
    private final int port;
    private final Socket server = new Socket();
    private volatile String from = Wires.CLIENTS;
    private volatile boolean open = true;

    /**
     * @param to the node behind the relay
     * @param port where it listens
     */
    RelayedConnection(Wires wires, Socket client, String to, int port) {
        this.wires = wires;
        this.client = client;
        this.to = to;
        this.port = port;
    }

    void start() {
        thread(this::requests, "relay-to-" + to);
    }

    private static void thread(Runnable body, String name) {
        Thread thread = new Thread(null, body, name, 256 * 1024);
        thread.setDaemon(true);
        thread.start();
    }

    String from() {
        return from;
    }

    String to() {
        return to;
    }

    boolean open() {
        return open;
    }

    private void requests() {
        try {
            client.setTcpNoDelay(true);
            byte[] first = new byte[FIRST_BYTES];
            int count = head(client.getInputStream(), first);
            if (count <= 0) {
                reset();
                return;
            }
            from = maker(first, count);
            if (!wires.take(this)) {
                reset();
                return;
            }
            Wires.Wire wire = new Wires.Wire(from, to);
            if (!wires.pass(this, wire)) {
                return;
            }
            server.connect(
                    new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
            server.setTcpNoDelay(true);
            thread(this::answers, "relay-from-" + to);
            server.getOutputStream().write(first, 0, count);
            pump(client.getInputStream(), server.getOutputStream(), wire);
        } catch (IOException e) {
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            wires.ended(this);
        }
    }

    private void answers() {
        try {
            pump(server.getInputStream(), client.getOutputStream(), new Wires.Wire(to, from));
        } catch (IOException e) {
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads until the client id of the first request is there, or all that fits. */
    private static int head(InputStream in, byte[] bytes) throws IOException {
        int count = 0;
        while (count < bytes.length) {
            if (count >= ID_LENGTH_AT + 2) {
                int length = ByteBuffer.wrap(bytes).getShort(ID_LENGTH_AT);
                if (count >= ID_LENGTH_AT + 2 + length) {
                    break;
                }
            }
            int read = in.read(bytes, count, bytes.length - count);
            if (read < 0) {
                break;
            }
            count += read;
        }
        return count;
    }

    private static String maker(byte[] bytes, int count) {
        if (count < ID_LENGTH_AT + 2) {
            return Wires.CLIENTS;
        }
        int length = ByteBuffer.wrap(bytes).getShort(ID_LENGTH_AT);
        if (length <= 0 || ID_LENGTH_AT + 2 + length > count) {
            return Wires.CLIENTS;
        }
        byte[] id = Arrays.copyOfRange(bytes, ID_LENGTH_AT + 2, ID_LENGTH_AT + 2 + length);
        Matcher node = NODE.matcher(new String(id, StandardCharsets.UTF_8));
        return node.matches() ? node.group(1) : Wires.CLIENTS;
    }

    private void pump(InputStream in, OutputStream out, Wires.Wire wire)
            throws IOException, InterruptedException {
        byte[] piece = new byte[PIECE];
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            long delayMs = wires.delayMs(wire);
            if (delayMs > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delayMs));
            }
            if (!wires.pass(this, wire)) {
                return;
            }
            out.write(piece, 0, read);
        }
        // The end of one direction is the end: nobody here closes only half.
        if (wires.pass(this, wire)) {
            close(false);
        }
    }

    /** Breaks it: both ends see a reset. */
    void reset() {
        close(true);
    }

    private void close(boolean hard) {
        open = false;
        for (Socket socket : new Socket[] {client, server}) {
            try {
                if (hard && !socket.isClosed() && socket.isConnected()) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            } catch (IOException e) {
                // It is closed, which is what was wanted.
            }
        }
    }
}
