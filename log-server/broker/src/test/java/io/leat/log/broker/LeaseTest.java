package io.leat.log.broker;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LeaseTest {

    private long ledAtMs = Long.MIN_VALUE;
    private final Lease lease = new Lease(new SessionTimes(2_500, 1_300, 600), () -> ledAtMs);

    @Test
    void shouldNotHoldBeforeAnybodyAnswered() {
        assertTrue(lease.isOver(0));
    }

    @Test
    void shouldLastForASessionAfterTheHeartbeatThatWasAnswered() {
        lease.renew(1_000);
        assertFalse(lease.isOver(3_499));
        assertTrue(lease.isOver(3_500));
    }

    @Test
    void shouldNotBeShortenedByALateAnswer() {
        lease.renew(1_000);
        lease.renew(500);
        assertFalse(lease.isOver(3_499));
    }

    @Test
    void shouldLastForLessAfterAMajorityFollowedThisNode() {
        ledAtMs = 1_000;
        assertFalse(lease.isOver(2_299));
        assertTrue(lease.isOver(2_300));
    }
}
