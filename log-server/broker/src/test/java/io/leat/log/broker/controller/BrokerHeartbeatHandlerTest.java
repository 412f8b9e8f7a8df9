package io.leat.log.broker.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.SessionTimes;
import io.leat.log.broker.TestBroker;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.BrokerHeartbeatRequest;
import io.leat.log.quorum.Leadership;
import io.leat.log.quorum.controller.BrokerLife;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerHeartbeatHandlerTest {

    private static final int DOUBT_MS = 600;

    private final TestBroker test = new TestBroker(Map.of());
    private long ledAtMs;
    private final BrokerSessions sessions =
            new BrokerSessions(
                    test.loop,
                    test.broker.controller(),
                    test.broker::image,
                    new BrokerLife(test.broker.topics().rules()),
                    (broker, dead) -> {},
                    9,
                    new SessionTimes(2_500, 1_300, DOUBT_MS),
                    new Leadership() {
                        @Override
                        public int predecessor() {
                            return -1;
                        }

                        @Override
                        public long ledAtMs() {
                            return ledAtMs;
                        }
                    });

    private ErrorCode beat() {
        BrokerHeartbeatRequest request =
                BrokerHeartbeatRequest.builder()
                        .brokerId(1)
                        .brokerEpoch(test.broker.image().broker(1).epoch())
                        .currentMetadataOffset(test.broker.image().offset())
                        .build();
        return test.call(new BrokerHeartbeatHandler(test.broker, sessions), 1, request).errorCode();
    }

    /** An answer would let the broker go on for a session, and nobody keeps that promise. */
    @Test
    void shouldPromiseNothingOnceAnotherMayBeTheController() {
        sessions.started();
        ledAtMs = -DOUBT_MS - 1;
        assertEquals(ErrorCode.NOT_CONTROLLER, beat());
    }

    @Test
    void shouldHearOfABrokerAsLongAsItIsFollowed() {
        sessions.started();
        ledAtMs = -DOUBT_MS;
        assertEquals(ErrorCode.NONE, beat());
        assertTrue(sessions.alive(1));
        assertFalse(sessions.alive(2));
    }
}
