package io.leat.log.runtime.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.runtime.BugException;
import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.NetworkException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimNetworkTest {

    private static final Endpoint SERVER = new Endpoint("server", 9_092);

    private final Simulation simulation = new Simulation(21);
    private final SimNode server = simulation.node("server");
    private final SimNode client = simulation.node("client");
    private final List<Integer> received = new ArrayList<>();
    private @Nullable Connection connection;
    private @Nullable Throwable closed;
    private @Nullable Throwable refused;

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void shouldDeliverInOrderWhateverTheLatency() {
        simulation.network().latency(new Latency(0, 5_000_000));
        connect();
        send(0, 200);
        simulation.runFor(5_000);
        assertEquals(200, received.size());
        for (int i = 0; i < 200; i++) {
            assertEquals(i, received.get(i));
        }
        assertEquals(0, server.framesHeld());
    }

    @Test
    void shouldHoldFramesBackDuringAPartitionAndDeliverThemAfterIt() {
        connect();
        simulation.network().partitionOneWay("client", "server");
        send(0, 3);
        simulation.runFor(5_000);
        assertEquals(List.of(), received);
        simulation.network().heal();
        simulation.runFor(5);
        assertEquals(List.of(0, 1, 2), received);
    }

    @Test
    void shouldTimeOutConnectingThroughAPartitionAndRefuseADeadNode() {
        simulation.network().partition("client", "server");
        connect();
        assertTrue(String.valueOf(refused).contains("timed out"));
        simulation.network().heal();
        server.crash();
        connect();
        assertTrue(String.valueOf(refused).contains("refused"));
    }

    @Test
    void shouldResetBothEndsWhenBroken() {
        connect();
        send(0, 1);
        simulation.network().breakConnections("server", "client");
        simulation.runFor(10);
        assertInstanceOf(NetworkException.class, closed);
        assertEquals(List.of(), received);
    }

    @Test
    void shouldTellThePeerWhenANodeCrashes() {
        connect();
        server.crash();
        assertTrue(simulation.runUntil(() -> closed != null, 100));
    }

    @Test
    void shouldHoldFramesForAPausedNodeAndDeliverThemWhenItResumes() {
        connect();
        server.pause();
        send(0, 3);
        simulation.runFor(60_000);
        assertEquals(List.of(), received);
        assertNull(closed, "a paused node keeps its connections");
        server.resume();
        simulation.runFor(50);
        assertEquals(List.of(0, 1, 2), received);
    }

    @Test
    void shouldTakeTheTimeOfItsLink() {
        simulation.network().latency("client", "server", new Latency(80_000_000, 80_000_000));
        connect();
        send(0, 1);
        long sent = simulation.nowMs();
        assertTrue(simulation.runUntil(() -> !received.isEmpty(), 1_000));
        assertTrue(simulation.nowMs() - sent >= 80);
    }

    @Test
    void shouldRefuseNewConnectionsAndKeepOldOnes() {
        connect();
        Connection old = connection;
        simulation.network().refuse("server", true);
        connection = null;
        connect();
        assertTrue(String.valueOf(refused).contains("refused"), String.valueOf(refused));
        connection = old;
        send(0, 1);
        simulation.runFor(50);
        assertEquals(List.of(0), received);
        simulation.network().refuse("server", false);
        connection = null;
        connect();
        assertNotNull(connection);
    }

    /** What was sent before a node died may arrive or not, but only from the front. */
    @Test
    void shouldLoseOnlyTheEndOfWhatADyingNodeSent() {
        connect();
        send(0, 50);
        simulation.runFor(0);
        simulation.runUntil(() -> received.size() >= 10, 1_000);
        client.crash();
        simulation.runFor(5_000);
        for (int i = 0; i < received.size(); i++) {
            assertEquals(i, received.get(i));
        }
        assertEquals(0, server.framesHeld());
    }

    @Test
    void shouldCatchAFrameThatIsReleasedTwice() {
        SimFrame frame = new SimFrame(server.life(), new byte[] {1, 2});
        frame.retain();
        frame.release();
        assertEquals(1, frame.bytes().get(0));
        frame.release();
        assertThrows(BugException.class, frame::release);
        assertThrows(BugException.class, frame::bytes);
    }

    private void connect() {
        if (server.isUp()) {
            server.ports()
                    .network()
                    .listen(
                            SERVER,
                            server.ports().loops(),
                            FrameLimits.DEFAULT,
                            accepted -> new Receiver());
        }
        refused = null;
        client.ports()
                .network()
                .connect(SERVER, client.ports().loop(), FrameLimits.DEFAULT, open -> new Receiver())
                .whenComplete(
                        (open, failure) -> {
                            connection = open;
                            refused = failure;
                        });
        assertTrue(simulation.runUntil(() -> connection != null || refused != null, 20_000));
    }

    private void send(int from, int to) {
        Connection open = connection;
        assertNotNull(open);
        assertFalse(open.loop().inLoop());
        open.loop()
                .execute(
                        () -> {
                            for (int i = from; i < to; i++) {
                                open.send(ByteBuffer.allocate(4).putInt(0, i));
                            }
                        });
    }

    private final class Receiver implements ConnectionHandler {

        @Override
        public void onFrame(Frame frame) {
            received.add(frame.bytes().getInt(0));
            frame.release();
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
            closed = cause;
        }
    }
}
