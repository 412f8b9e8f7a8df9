package io.leat.log.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.NetworkException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Peers that take their time, over real sockets: those that get nowhere are closed. */
class SlowPeersTest {

    private static final int IDLE_MS = 600;

    private final RealPorts real = RealPorts.create("slow", 1);
    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    private final int port = listen();

    @AfterEach
    void close() {
        real.close();
    }

    @Test
    void shouldCloseOnAPeerThatDripsAFrameByteByByte() throws IOException {
        try (Socket socket = socket()) {
            OutputStream out = socket.getOutputStream();
            out.write(new byte[] {0, 0, 4, 0});
            until(
                    () -> {
                        try {
                            out.write(1); // never silent for long
                        } catch (IOException closed) {
                            return true;
                        }
                        return peer().closed;
                    });
            until(() -> peer().closed);
            assertInstanceOf(NetworkException.class, peer().cause);
            assertEquals(0, peer().frames.size());
        }
    }

    @Test
    void shouldBearALargeFrameThatComesSlowly() throws IOException {
        int part = 64 << 10;
        int parts = 10;
        try (Socket socket = socket()) {
            OutputStream out = socket.getOutputStream();
            out.write(ByteBuffer.allocate(4).putInt(0, part * parts).array());
            AtomicInteger sent = new AtomicInteger();
            every(
                    IDLE_MS / 3,
                    () -> {
                        out.write(new byte[part]);
                        return sent.incrementAndGet() == parts;
                    });
            until(() -> peer().frames.size() == 1);
            assertFalse(peer().closed);
            assertEquals(part * parts, peer().frames.get(0).length);
        }
    }

    @Test
    void shouldCloseOnAPeerThatReadsNothingAndReleaseWhatItWasToGet() throws IOException {
        try (Socket socket = socket()) {
            AtomicInteger released = new AtomicInteger();
            send(100, released);
            until(() -> peer().closed && released.get() == 100);
            assertInstanceOf(NetworkException.class, peer().cause);
            assertTrue(socket.isConnected());
        }
    }

    @Test
    void shouldBearAPeerThatReadsSlowly() throws IOException {
        try (Socket socket = socket()) {
            AtomicInteger released = new AtomicInteger();
            send(100, released);
            InputStream in = socket.getInputStream();
            AtomicInteger turns = new AtomicInteger();
            every(
                    IDLE_MS / 3,
                    () -> {
                        in.readNBytes(2 << 20); // the system waits for room before it takes more
                        return turns.incrementAndGet() == 8;
                    });
            assertFalse(peer().closed);
            in.readNBytes(100 * ((256 << 10) + 4) - (16 << 20));
            until(() -> released.get() == 100);
            assertFalse(peer().closed);
        }
    }

    /** As Kafka does: the end of what a peer sends is the end of the connection. */
    @Test
    void shouldEndWithTheHalfAPeerCloses() throws IOException {
        try (Socket socket = socket()) {
            OutputStream out = socket.getOutputStream();
            out.write(new byte[] {0, 0, 0, 1, 7});
            socket.shutdownOutput();
            until(() -> peer().closed);
            assertEquals(1, peer().frames.size());
            assertNull(peer().cause);
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    private void send(int count, AtomicInteger released) {
        peer().connection
                .loop()
                .execute(
                        () -> {
                            for (int i = 0; i < count; i++) {
                                peer().connection
                                        .send(
                                                new ByteBuffer[] {
                                                    ByteBuffer.allocateDirect(256 << 10)
                                                },
                                                released::incrementAndGet);
                            }
                        });
    }

    private int listen() {
        return real.ports()
                .network()
                .listen(
                        new Endpoint("localhost", 0),
                        real.ports().loops(),
                        new FrameLimits(16 << 20, IDLE_MS, 1 << 20),
                        connection -> {
                            Peer peer = new Peer(connection);
                            peers.add(peer);
                            return peer;
                        })
                .toCompletableFuture()
                .join()
                .endpoint()
                .port();
    }

    private Peer peer() {
        return peers.get(0);
    }

    private Socket socket() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(64 << 10);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress("localhost", port));
        until(() -> !peers.isEmpty());
        return socket;
    }

    private static void until(Callable<Boolean> condition) {
        every(5, condition);
    }

    private static void every(int ms, Callable<Boolean> condition) {
        Awaitility.await()
                .ignoreException(IndexOutOfBoundsException.class)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(ms))
                .atMost(Duration.ofSeconds(20))
                .until(condition);
    }
}
