package io.leat.log.broker.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.Client;
import io.leat.log.broker.Images;
import io.leat.log.broker.SessionTimes;
import io.leat.log.broker.TestBroker;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.RegisterBrokerRecord;
import io.leat.log.quorum.Leadership;
import io.leat.log.quorum.controller.BrokerLife;
import io.leat.log.quorum.controller.Controller;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.runtime.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrokerSessionsTest {

    private static final int OWN = 1;
    private static final int OTHER = 2;
    private static final long EPOCH = 7;

    private final TimedLoop loop = new TimedLoop();
    private final Images images = new Images();
    private final List<Integer> probed = new ArrayList<>();
    private Runnable lastRefusal = () -> {};
    private boolean refuses;
    private int predecessor = -1;
    private long ledAtMs;
    private Controller controller;
    private BrokerSessions sessions;

    @BeforeEach
    void lead() {
        controller = new Controller(loop, images::publish);
        sessions =
                new BrokerSessions(
                        loop,
                        controller,
                        images::current,
                        new BrokerLife(new TestBroker(Map.of()).broker.topics().rules()),
                        this::probe,
                        OWN,
                        new SessionTimes(2_500, 1_300, 600),
                        new Leadership() {
                            @Override
                            public int predecessor() {
                                return predecessor;
                            }

                            @Override
                            public long ledAtMs() {
                                return ledAtMs;
                            }
                        });
        controller.follow(sessions);
        OneVoter.start(loop, controller);
        loop.pass(1);
        register(OWN);
        register(OTHER);
    }

    private void probe(BrokerImage broker, Runnable dead) {
        probed.add(broker.id());
        lastRefusal = dead;
        if (refuses) {
            loop.execute(dead);
        }
    }

    private void register(int id) {
        register(id, EPOCH);
    }

    private void register(int id, long epoch) {
        LogRecord record =
                RegisterBrokerRecord.builder()
                        .brokerId(id)
                        .brokerEpoch(epoch)
                        .incarnationId(new Uuid(id, 1))
                        .fenced(false)
                        .build();
        controller.submit(image -> new Decision<>(List.of(record), 0), x -> {}, x -> {});
        loop.pass(0);
    }

    private Client client(long connection) {
        return new Client(connection, "C", new Endpoint("a", 1), new Endpoint("b", 2), loop);
    }

    private boolean fenced(int id) {
        return images.current().broker(id).fenced();
    }

    @Test
    void shouldFenceABrokerThatIsSilentForASession() {
        sessions.heard(OTHER, EPOCH, 0, client(1));
        loop.pass(2_400);
        sessions.heard(OTHER, EPOCH, 0, client(1));
        loop.pass(2_400);
        assertFalse(fenced(OTHER));
        assertTrue(sessions.alive(OTHER));
        loop.pass(101);
        assertTrue(fenced(OTHER));
        assertFalse(sessions.alive(OTHER));
    }

    @Test
    void shouldNeverFenceTheBrokerOfTheControllerItself() {
        sessions.heard(OWN, EPOCH, 0, client(0));
        loop.pass(60_000);
        assertFalse(fenced(OWN));
    }

    @Test
    void shouldFenceAtOnceWhenTheConnectionBreaksAndNobodyListens() {
        refuses = true;
        Client client = client(1);
        sessions.heard(OTHER, EPOCH, 0, client);
        client.markClosed();
        loop.pass(1);
        assertEquals(List.of(OTHER), probed);
        assertTrue(fenced(OTHER));
        assertFalse(sessions.alive(OTHER));
    }

    @Test
    void shouldWaitForTheSessionOfABrokerThatAcceptsConnections() {
        Client client = client(1);
        sessions.heard(OTHER, EPOCH, 0, client);
        client.markClosed();
        loop.pass(2_000);
        assertEquals(List.of(OTHER), probed);
        assertFalse(fenced(OTHER));
    }

    @Test
    void shouldNotMindTheEndOfAConnectionThatWasReplaced() {
        refuses = true;
        Client first = client(1);
        sessions.heard(OTHER, EPOCH, 0, first);
        sessions.heard(OTHER, EPOCH, 0, client(2));
        first.markClosed();
        loop.pass(1);
        assertEquals(List.of(), probed);
        assertFalse(fenced(OTHER));
    }

    @Test
    void shouldProbeWhoeverANewActiveControllerDoesNotHearOf() {
        sessions.ended();
        sessions.started();
        sessions.heard(OWN, EPOCH, 0, client(0));
        refuses = true;
        loop.pass(1);
        assertEquals(List.of(OTHER), probed);
        assertTrue(fenced(OTHER));
    }

    @Test
    void shouldNotGiveAWholeSessionToTheNodeThatLedTheQuorumBefore() {
        sessions.ended();
        predecessor = OTHER;
        sessions.started();
        loop.pass(1_299);
        assertFalse(fenced(OTHER));
        loop.pass(1);
        assertTrue(fenced(OTHER));
    }

    @Test
    void shouldGiveTheOthersTheTimeForWhichADeposedControllerAnswers() {
        ledAtMs = loop.clock().millis();
        loop.pass(600);
        assertFalse(sessions.doubted());
        loop.pass(1);
        assertTrue(sessions.doubted());
        sessions.ended();
        sessions.started();
        loop.pass(3_099);
        assertFalse(fenced(OTHER));
        loop.pass(1);
        assertTrue(fenced(OTHER));
    }

    @Test
    void shouldLeaveABrokerAloneThatRegisteredAnewMeanwhile() {
        sessions.heard(OTHER, EPOCH, 0, client(1));
        sessions.heard(OTHER, EPOCH - 1, 0, client(9));
        assertTrue(sessions.alive(OTHER));
        register(OTHER, EPOCH + 1);
        loop.pass(10_000);
        assertFalse(fenced(OTHER));
    }

    @Test
    void shouldLetABrokerStopOnceTheOthersKnow() {
        sessions.heard(OWN, EPOCH, 1, client(0));
        sessions.heard(OTHER, EPOCH, 1, client(1));
        long now = images.current().offset();
        sessions.stopping(OTHER, now);
        assertFalse(sessions.othersKnowStopping(OTHER));
        sessions.heard(OWN, EPOCH, now, client(0));
        assertTrue(sessions.othersKnowStopping(OTHER));
    }

    @Test
    void shouldCountFromWhenABrokerFirstAskedToStop() {
        long began = images.current().offset();
        sessions.heard(OTHER, EPOCH, 0, client(1));
        sessions.stopping(OTHER, began);
        register(3);
        sessions.stopping(OTHER, images.current().offset()); // it asks again
        sessions.heard(3, EPOCH, began, client(3));
        sessions.heard(OWN, EPOCH, began, client(0));
        sessions.heard(OWN, EPOCH, 0, client(0));
        assertTrue(sessions.othersKnowStopping(OTHER));
    }

    @Test
    void shouldNotLetABrokerStopBeforeTheImageSaysSo() {
        sessions.heard(OWN, EPOCH, 1_000, client(0));
        sessions.heard(OTHER, EPOCH, 0, client(1));
        sessions.stopping(OTHER, images.current().offset() + 1);
        assertFalse(sessions.othersKnowStopping(OTHER));
        assertFalse(sessions.othersKnowStopping(99));
    }

    /** The controller before let it stop: since when, this one does not know. */
    @Test
    void shouldLetABrokerStopOnceTheOthersHaveWhatANewControllerFound() {
        sessions.ended();
        sessions.started();
        long found = images.current().offset();
        sessions.heard(OWN, EPOCH, found - 1, client(0));
        assertFalse(sessions.othersKnowStopping(OTHER));
        sessions.heard(OWN, EPOCH, found, client(0));
        assertTrue(sessions.othersKnowStopping(OTHER));
    }

    @Test
    void shouldFenceNobodyOnceAnotherNodeDecides() {
        refuses = true;
        Client client = client(1);
        sessions.heard(OTHER, EPOCH, 0, client);
        sessions.ended();
        sessions.heard(OTHER, EPOCH, 0, client(2));
        client.markClosed();
        sessions.doubt(OTHER);
        loop.pass(60_000);
        assertEquals(List.of(), probed);
        assertFalse(fenced(OTHER));
        assertFalse(sessions.alive(OTHER));
    }

    @Test
    void shouldNotFenceAfterAProbeWhomItHeardOfMeanwhile() {
        Client client = client(1);
        sessions.heard(OTHER, EPOCH, 0, client);
        client.markClosed();
        loop.pass(1);
        sessions.heard(OTHER, EPOCH, 0, client(2));
        lastRefusal.run();
        loop.pass(1);
        assertFalse(fenced(OTHER));
    }

    @Test
    void shouldNotFenceAfterAProbeWhoRegisteredAnewMeanwhile() {
        Client client = client(1);
        sessions.heard(OTHER, EPOCH, 0, client);
        client.markClosed();
        loop.pass(0);
        register(OTHER, EPOCH + 1);
        sessions.heard(OTHER, EPOCH + 1, 0, client(2));
        lastRefusal.run();
        loop.pass(1);
        assertFalse(fenced(OTHER));
    }

    @Test
    void shouldProbeWhoseIdAnotherProcessAsksFor() {
        refuses = true;
        sessions.heard(OTHER, EPOCH, 0, client(1));
        sessions.doubt(99);
        sessions.doubt(OTHER);
        loop.pass(1);
        assertEquals(List.of(OTHER), probed);
        assertTrue(fenced(OTHER));
    }

    @Test
    void shouldProbeNeitherItsOwnBrokerNorAProcessThatIsReplaced() {
        refuses = true;
        Client own = client(0);
        Client old = client(1);
        sessions.heard(OWN, EPOCH, 0, own);
        sessions.heard(OTHER, EPOCH, 0, old);
        register(OTHER, EPOCH + 1);
        own.markClosed();
        old.markClosed();
        loop.pass(1);
        assertEquals(List.of(), probed);
        assertFalse(fenced(OTHER));
    }

    @Test
    void shouldProbeNobodyThatItHearsOfAtOnce() {
        sessions.ended();
        sessions.started();
        sessions.heard(OTHER, EPOCH, 0, client(1));
        loop.pass(1);
        assertEquals(List.of(), probed);
    }

    /** Until then what is registered is the process before on this node. */
    @Test
    void shouldTakeItsOwnBrokerForDeadUntilItIsHeardOf() {
        sessions.ended();
        sessions.started();
        assertFalse(sessions.alive(OWN));
        sessions.heard(OWN, EPOCH, 0, client(0));
        loop.pass(60_000);
        assertTrue(sessions.alive(OWN));
    }
}
