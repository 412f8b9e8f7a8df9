package io.leat.log.broker.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ThrottleTest {

    private static final long SECOND = 1_000_000_000L;

    private final Throttle throttle = new Throttle();
    private long now = 100 * SECOND;

    /** Moves whatever may pass, a piece at a time, and returns how much that was. */
    private long moveFor(long seconds, long piece) {
        long moved = 0;
        long end = now + seconds * SECOND;
        while (now < end) {
            long waitMs = throttle.waitMs(now);
            if (waitMs == 0) {
                throttle.record(piece, now);
                moved += piece;
            } else {
                now += waitMs * 1_000_000;
            }
        }
        return moved;
    }

    @Test
    void shouldHoldNothingBackWithoutARate() {
        throttle.record(Long.MAX_VALUE / 2, now);
        assertEquals(0, throttle.waitMs(now));
    }

    @Test
    void shouldMoveAsMuchAsTheRateSays() {
        throttle.rate(1_000_000);
        long moved = moveFor(60, 100_000);
        assertTrue(moved >= 60_000_000 && moved <= 62_000_000, "moved " + moved);
    }

    @Test
    void shouldKeepTheRateWithPiecesLargerThanIt() {
        throttle.rate(10_000);
        long moved = moveFor(1_000, 1_000_000);
        assertTrue(moved >= 9_000_000 && moved <= 11_000_000, "moved " + moved);
    }

    @Test
    void shouldNotSaveUpForMoreThanASecond() {
        throttle.rate(1_000_000);
        now += 3_600 * SECOND;
        long moved = moveFor(1, 10_000);
        assertTrue(moved <= 2_010_000, "moved " + moved);
    }

    @Test
    void shouldOweNothingAtAnotherRate() {
        throttle.rate(1_000);
        throttle.record(1_000_000, now);
        assertTrue(throttle.waitMs(now) > 0);
        throttle.rate(50_000_000);
        assertEquals(0, throttle.waitMs(now));
    }

    @Test
    void shouldMoveNothingAtARateOfNothing() {
        throttle.rate(0);
        assertTrue(throttle.waitMs(now) > 0);
    }
}
