package io.leat.log.transport;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.FrameLimits;
import io.netty.util.ResourceLeakDetector;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many bytes of heap one request and its answer cost the loop that serves them. */
class AllocationTest {

    private static final int REQUEST_BYTES = 100;
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 20_000;
    private static final int AT_ONCE = 5;

    /** Measured: 580 to 610, most of it slices, entries and promises of Netty. */
    private static final long BYTES_MAX = 1_000;

    private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();

    /** Tests look for leaks of buffers, which costs thirty times what is measured here. */
    @BeforeEach
    void stopLookingForLeaks() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterEach
    void lookForLeaksAgain() {
        ResourceLeakDetector.setLevel(level);
    }

    private record Echo(Connection connection) implements ConnectionHandler {

        @Override
        public void onFrame(Frame frame) {
            connection.send(new ByteBuffer[] {frame.bytes().duplicate()}, frame::release);
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {}
    }

    @Test
    void shouldServeARequestWithLittleGarbage() throws IOException {
        try (RealPorts real = RealPorts.create("allocation", 1)) {
            EventLoop loop = real.ports().loop();
            int port =
                    real.ports()
                            .network()
                            .listen(
                                    new Endpoint("localhost", 0),
                                    real.ports().loops(),
                                    FrameLimits.DEFAULT,
                                    Echo::new)
                            .toCompletableFuture()
                            .join()
                            .endpoint()
                            .port();
            try (Socket socket = new Socket("localhost", port)) {
                socket.setTcpNoDelay(true);
                exchange(socket, WARM_UP);
                long before = allocatedBy(loop);
                exchange(socket, MEASURED);
                long each = (allocatedBy(loop) - before) / MEASURED;
                assertTrue(each < BYTES_MAX, each + " bytes a request");
            }
        }
    }

    private static void exchange(Socket socket, int count) throws IOException {
        ByteBuffer batch = ByteBuffer.allocate(AT_ONCE * (4 + REQUEST_BYTES));
        for (int i = 0; i < AT_ONCE; i++) {
            batch.putInt(REQUEST_BYTES).position(batch.position() + REQUEST_BYTES);
        }
        byte[] answers = new byte[batch.capacity()];
        DataInputStream in = new DataInputStream(socket.getInputStream());
        for (int i = 0; i < count; i += AT_ONCE) {
            socket.getOutputStream().write(batch.array());
            in.readFully(answers);
        }
    }

    private static long allocatedBy(EventLoop loop) {
        CompletableFuture<Long> bytes = new CompletableFuture<>();
        loop.execute(
                () ->
                        bytes.complete(
                                ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                                        .getCurrentThreadAllocatedBytes()));
        return bytes.join();
    }
}
