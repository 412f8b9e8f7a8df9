package io.leat.log.broker.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.RequestHeader;
import io.leat.log.protocol.ResponseHeader;
import io.leat.log.protocol.message.ApiVersionsResponse;
import io.leat.log.protocol.message.ApiVersionsResponse.ApiVersion;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.HeartbeatRequest;
import io.leat.log.protocol.message.HeartbeatResponse;
import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests between two nodes of a simulation. */
final class PeersTest {

    private static final Endpoint OTHER = new Endpoint("other", 9093);

    private final Simulation simulation = new Simulation(3);
    private final SimNode here = simulation.node("here");
    private final SimNode other = simulation.node("other");
    private final List<String> seen = new ArrayList<>();
    private final List<Endpoint> disconnected = new ArrayList<>();
    private final Peers peers = new Peers(here.ports().network(), here.ports().loop(), "test");
    private final List<ApiVersion> served = new ArrayList<>();
    private final List<ApiKey> received = new ArrayList<>();
    private boolean silent;
    private boolean keepsVersions;

    @BeforeEach
    void serveAll() {
        serves(ApiKey.API_VERSIONS, ApiKey.API_VERSIONS.maxVersion());
        serves(ApiKey.HEARTBEAT, ApiKey.HEARTBEAT.maxVersion());
    }

    private void serves(ApiKey key, int max) {
        served.removeIf(each -> each.apiKey() == key.id());
        served.add(new ApiVersion(key.id(), (short) 0, (short) max));
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    /**
     * Answers heartbeats with their generation as the time to wait, fetches with their version, and
     * says that it serves these two as {@link #served} does.
     */
    private void serve() {
        other.ports()
                .network()
                .listen(OTHER, other.ports().loops(), FrameLimits.DEFAULT, Echo::new);
        simulation.runFor(10);
    }

    private final class Echo implements ConnectionHandler {

        private final Connection connection;

        Echo(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void onFrame(Frame frame) {
            ByteBuffer bytes = frame.bytes().duplicate();
            RequestHeader header = RequestHeader.read(bytes);
            ApiMessage response = answer(header, bytes);
            frame.release();
            received.add(header.apiKey());
            if (header.apiKey() == ApiKey.API_VERSIONS ? !keepsVersions : !silent) {
                connection.send(
                        new ResponseHeader(header.correlationId())
                                .frame(response, header.apiVersion()));
            }
        }

        private ApiMessage answer(RequestHeader header, ByteBuffer bytes) {
            return switch (header.apiKey()) {
                case API_VERSIONS -> ApiVersionsResponse.builder().apiKeys(served).build();
                case FETCH -> FetchResponse.builder().throttleTimeMs(header.apiVersion()).build();
                default ->
                        HeartbeatResponse.builder()
                                .errorCode(ErrorCode.NONE)
                                .throttleTimeMs(
                                        HeartbeatRequest.read(header.body(bytes)).generationId())
                                .build();
            };
        }

        @Override
        public void onClosed(Throwable cause) {}
    }

    private void ask(int number) {
        HeartbeatRequest request =
                HeartbeatRequest.builder().groupId("g").generationId(number).memberId("m").build();
        here.ports()
                .loop()
                .execute(
                        () ->
                                peers.send(
                                        OTHER,
                                        request,
                                        ApiKey.HEARTBEAT.maxVersion(),
                                        1000,
                                        new PeerCallback<HeartbeatResponse>() {
                                            @Override
                                            public void answered(
                                                    HeartbeatResponse response, Frame frame) {
                                                seen.add("answer " + response.throttleTimeMs());
                                            }

                                            @Override
                                            public void failed(PeerException cause) {
                                                seen.add(number + " " + cause.kind());
                                            }
                                        }));
    }

    private void fetch() {
        here.ports()
                .loop()
                .execute(
                        () ->
                                peers.send(
                                        OTHER,
                                        FetchRequest.builder().topics(List.of()).build(),
                                        18,
                                        1000,
                                        new PeerCallback<FetchResponse>() {
                                            @Override
                                            public void answered(
                                                    FetchResponse response, Frame frame) {
                                                seen.add("version " + response.throttleTimeMs());
                                            }

                                            @Override
                                            public void failed(PeerException cause) {
                                                seen.add(cause.getMessage());
                                            }
                                        }));
    }

    @Test
    void shouldAnswerInOrderOverOneConnection() {
        serve();
        ask(1);
        ask(2);
        simulation.runFor(100);
        ask(3);
        simulation.runFor(100);
        assertEquals(List.of("answer 1", "answer 2", "answer 3"), seen);
    }

    @Test
    void shouldTellARefusalFromSilence() {
        ask(1);
        simulation.runFor(100);
        assertEquals(List.of("1 REFUSED"), seen);
        simulation.network().partition("here", "other");
        ask(2);
        simulation.runFor(5_000);
        assertEquals(List.of("1 REFUSED", "2 LATE"), seen);
    }

    @Test
    void shouldFailAllThatWaitsWhenOneAnswerIsLate() {
        serve();
        silent = true;
        ask(1);
        simulation.runFor(500);
        ask(2);
        simulation.runFor(600);
        assertEquals(List.of("1 LATE", "2 LATE"), seen);
        silent = false;
        ask(3);
        simulation.runFor(100);
        assertEquals("answer 3", seen.get(2));
    }

    /** As in the midst of a rolling upgrade. */
    @Test
    void shouldSendTheNewestVersionThatBothNodesKnow() {
        serves(ApiKey.FETCH, 17);
        serve();
        fetch();
        simulation.runFor(100);
        serves(ApiKey.FETCH, 19);
        restart();
        fetch();
        simulation.runFor(100);
        fetch();
        simulation.runFor(100);
        String ended = "other:9093 did not answer: it was upgraded meanwhile";
        assertEquals(List.of("version 17", ended, "version 18"), seen);
    }

    private void restart() {
        other.kill();
        other.restart();
        serve();
    }

    /** Who follows a new leader must not wait for a round trip more than with one version. */
    @Test
    void shouldNotWaitForVersionsThatItKnows() {
        serves(ApiKey.FETCH, 18);
        serve();
        fetch();
        simulation.runFor(100);
        restart();
        received.clear();
        keepsVersions = true;
        fetch();
        simulation.runFor(100);
        assertEquals(List.of(ApiKey.API_VERSIONS, ApiKey.FETCH), received);
    }

    /** A node that cannot read a request hangs up without a word. */
    @Test
    void shouldNotRelyTwiceOnVersionsThatFailed() {
        serves(ApiKey.FETCH, 18);
        serve();
        fetch();
        simulation.runFor(100);
        restart();
        keepsVersions = true;
        silent = true;
        fetch();
        simulation.runFor(100);
        restart();
        received.clear();
        fetch();
        simulation.runFor(100);
        assertEquals(List.of(ApiKey.API_VERSIONS), received);
    }

    @Test
    void shouldSendNoVersionThatCannotSayWhatIsMeant() {
        serves(ApiKey.FETCH, 14);
        serves(ApiKey.HEARTBEAT, ApiKey.HEARTBEAT.maxVersion() - 1);
        serve();
        fetch();
        ask(1);
        simulation.runFor(100);
        assertEquals(List.of("other:9093 does not serve FETCH version 18", "1 UNSUPPORTED"), seen);
    }

    @Test
    void shouldSayAtOnceThatAConnectionBroke() {
        serve();
        here.ports().loop().execute(() -> peers.onDisconnected(disconnected::add));
        silent = true;
        ask(1);
        simulation.runFor(100);
        other.kill();
        simulation.runFor(100);
        assertEquals(List.of("1 BROKEN"), seen);
        assertEquals(List.of(OTHER), disconnected);
        assertTrue(seen.size() == 1, "each call has one outcome");
    }
}
