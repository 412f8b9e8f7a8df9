package io.leat.log.testkit.live;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports below those that the kernel gives to connections: one stays free while the node that has it
 * is down. Stateless.
 */
final class LowPorts {

    private static final int FIRST = 12_000;
    private static final int END = 32_000;
    private static final int ATTEMPTS = 1_000;

    private LowPorts() {}

    /** The first of {@code count} ports in a row that were free a moment ago. */
    static int block(int count) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(FIRST, END - count);
            if (free(first, count)) {
                return first;
            }
        }
        throw new IOException("no " + count + " free ports in a row were found");
    }

    private static boolean free(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (!socket.isBound()) {
                    return false;
                }
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
