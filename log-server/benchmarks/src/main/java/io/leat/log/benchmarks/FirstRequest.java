package io.leat.log.benchmarks;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a starting server for its brokers until it names enough: then it serves. Blocks its thread.
 *
 * <p>Bytes by hand, so that neither side's client adds its own time.
 */
final class FirstRequest {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int METADATA = 3;

    private FirstRequest() {}

    static void await(Process process, int port, int brokers, long deadline)
            throws InterruptedException {
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IllegalStateException("ended with " + process.waitFor());
            }
            if (brokersNamed(port) >= brokers) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new IllegalStateException("does not serve in time");
    }

    private static int brokersNamed(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(5_000);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(2 + 2 + 4 + 2 + 4);
            out.writeShort(METADATA);
            out.writeShort(1);
            out.writeInt(1); // correlation id
            out.writeShort(-1); // no client id
            out.writeInt(0); // no topics
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.readInt(); // length
            in.readInt(); // correlation id
            return in.readInt();
        } catch (IOException e) {
            return 0;
        }
    }
}
