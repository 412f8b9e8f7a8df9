package io.leat.log.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.NetworkException;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bytes that no well-behaved client sends, over real sockets. */
class MalformedFramesTest {

    private static final int FRAME_MAX = 64 << 20;

    private final RealPorts real = RealPorts.create("malformed", 1);
    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    private final int port = listen();

    @AfterEach
    void close() {
        real.close();
    }

    @Test
    void shouldAssembleAFrameFromSingleBytes() throws IOException {
        try (Socket socket = socket()) {
            for (byte b : frame("byte by byte")) {
                socket.getOutputStream().write(b);
                socket.getOutputStream().flush();
            }
            until(() -> peer().frames.size() == 1);
            assertEquals("byte by byte", new String(peer().frames.get(0)));
        }
    }

    @Test
    void shouldCutManyFramesOutOfOneSegment() throws IOException {
        ByteBuffer many = ByteBuffer.allocate(50_000);
        int count = 0;
        while (many.remaining() > 100) {
            many.put(frame("x".repeat(count++ % 40)));
        }
        try (Socket socket = socket()) {
            socket.getOutputStream().write(many.array(), 0, many.position());
            int expected = count;
            until(() -> peer().frames.size() == expected);
            assertEquals("x".repeat(39), new String(peer().frames.get(39)));
        }
    }

    @Test
    void shouldCloseOnANegativeOrOversizeLength() throws IOException {
        for (int length : new int[] {-1, Integer.MIN_VALUE, FRAME_MAX + 1}) {
            peers.clear();
            try (Socket socket = socket()) {
                socket.getOutputStream().write(ByteBuffer.allocate(4).putInt(0, length).array());
                assertEquals(-1, socket.getInputStream().read());
                until(() -> peer().closed);
                assertInstanceOf(NetworkException.class, peer().cause);
            }
        }
    }

    @Test
    void shouldNotAllocateWhatAPeerOnlyDeclares() throws IOException {
        long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
        try (Socket one = socket();
                Socket two = socket()) {
            for (Socket socket : List.of(one, two)) {
                ByteBuffer start = ByteBuffer.allocate(10).putInt(0, FRAME_MAX);
                socket.getOutputStream().write(start.array());
            }
            until(() -> peers.size() == 2);
            long grown = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before;
            assertTrue(grown < 32 << 20, grown + " bytes for 20 that arrived");
        }
    }

    @Test
    void shouldReportAPeerThatEndsOrResetsInsideAFrame() throws IOException {
        for (boolean reset : new boolean[] {false, true}) {
            peers.clear();
            try (Socket socket = socket()) {
                OutputStream out = socket.getOutputStream();
                out.write(frame("whole"));
                out.write(new byte[] {0, 0, 1, 0, 7});
                until(() -> !peers.isEmpty() && peer().frames.size() == 1);
                if (reset) {
                    socket.setSoLinger(true, 0);
                }
            }
            until(() -> peer().closed);
            assertInstanceOf(NetworkException.class, peer().cause);
            assertEquals(1, peer().frames.size());
        }
    }

    private int listen() {
        return real.ports()
                .network()
                .listen(
                        new Endpoint("localhost", 0),
                        real.ports().loops(),
                        new FrameLimits(FRAME_MAX, 0, 1 << 20),
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
        Socket socket = new Socket("localhost", port);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static byte[] frame(String text) {
        return ByteBuffer.allocate(4 + text.length())
                .putInt(text.length())
                .put(text.getBytes())
                .array();
    }

    private static void until(java.util.function.BooleanSupplier condition) {
        Awaitility.await()
                .ignoreExceptions()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(20))
                .until(condition::getAsBoolean);
    }
}
