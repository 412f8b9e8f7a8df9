package io.leat.log.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.RequestHeader;
import io.leat.log.runtime.sim.fuzz.Damage;
import io.leat.log.runtime.sim.fuzz.Fuzz;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Requests of each key and version in masses, damaged: a broker answers or closes the connection,
 * and no handler throws what it does not mean to.
 */
final class RequestFuzzTest {

    /** Then comes a new broker: topics and groups that requests made are not a leak. */
    private static final int CASES_PER_BROKER = 1_000;

    private static final Logger CONNECTIONS = Logger.getLogger(BrokerConnection.class.getName());

    private final List<byte[]> samples = samples();
    private final Failures failures = new Failures();
    private TestBroker broker = new TestBroker(Map.of());
    private Handlers handlers = Handlers.ofBroker(broker.broker);
    private long cases;
    private long answered;
    private long closed;

    /** What the log says of requests that failed because of us. */
    private static final class Failures extends Handler {
        private LogRecord last;

        @Override
        public void publish(LogRecord message) {
            if (message.getLevel() == Level.SEVERE) {
                last = message;
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        CONNECTIONS.addHandler(failures);
        CONNECTIONS.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        CONNECTIONS.removeHandler(failures);
        CONNECTIONS.setUseParentHandlers(true);
    }

    @Test
    void shouldAnswerDamagedRequestsOrClose() {
        fuzz(20_000);
    }

    @Test
    @Tag("live")
    void shouldAnswerMillionsOfDamagedRequestsOrClose() {
        fuzz(Fuzz.MANY);
    }

    private void fuzz(long count) {
        Fuzz.run("damaged requests", count, this::send);
        assertTrue(answered > count / 20, answered + " were answered");
        assertTrue(closed > count / 20, closed + " connections were closed");
    }

    /** Up to three requests on a connection, which then ends. */
    private void send(Damage damage) {
        if (++cases % CASES_PER_BROKER == 0) {
            broker = new TestBroker(Map.of());
            handlers = Handlers.ofBroker(broker.broker);
        }
        TestConnection connection = new TestConnection(broker.loop, handlers);
        for (int requests = 1 + damage.below(3); requests > 0 && !connection.closed; requests--) {
            byte[] sample = damage.oneOf(samples);
            connection.deliver(
                    ByteBuffer.wrap(damage.below(20) == 0 ? sample : damaged(sample, damage)));
            broker.loop.run();
        }
        answered += connection.sent.size();
        closed += connection.closed ? 1 : 0;
        connection.close();
        broker.loop.run();
        connection.frames.forEach(frame -> assertEquals(0, frame.references));
        assertEquals(0, handlers.memory().usedBytes());
        LogRecord failure = failures.last;
        failures.last = null;
        if (failure != null) {
            throw new AssertionError(failure.getMessage(), failure.getThrown());
        }
    }

    /** Mostly behind the header, which few bytes are enough to make unreadable. */
    private static byte[] damaged(byte[] sample, Damage damage) {
        int kept = damage.below(4) == 0 ? 0 : Math.min(sample.length, 14);
        byte[] rest = new byte[sample.length - kept];
        System.arraycopy(sample, kept, rest, 0, rest.length);
        byte[] bad = damage.of(rest);
        return ByteBuffer.allocate(kept + bad.length).put(sample, 0, kept).put(bad).array();
    }

    /** A request of each key in each version that has room for what it says. */
    private List<byte[]> samples() {
        Handlers all = Handlers.ofBroker(new TestBroker(Map.of()).broker);
        List<byte[]> made = new ArrayList<>();
        TreeSet<ApiKey> keys = new TreeSet<>();
        UnsupportedVersionTest.requests()
                .forEach(
                        request -> {
                            VersionRange served = Handlers.served(all.get(request.apiKey()));
                            for (int v = served.min(); v <= served.max(); v++) {
                                ApiMessage fitting = UnsupportedVersionTest.elsewhere(request, v);
                                made.add(frame(fitting, v));
                            }
                            keys.add(request.apiKey());
                        });
        assertTrue(keys.size() > 60, keys.toString());
        return made;
    }

    private static byte[] frame(ApiMessage request, int version) {
        RequestHeader header = new RequestHeader(request.apiKey(), (short) version, 5, "test");
        return TestConnection.joined(header.frame(request)).array();
    }
}
