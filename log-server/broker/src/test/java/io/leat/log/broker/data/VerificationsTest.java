package io.leat.log.broker.data;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class VerificationsTest {

    private static final short EPOCH = 3;
    private final Verifications verifications = new Verifications();

    @Test
    void shouldRefuseToOvertakeABatchThatWasRefused() {
        verifications.begin(1, EPOCH, 0, 10);
        assertFalse(verifications.overtakes(1, EPOCH, 0));
        assertTrue(verifications.overtakes(1, EPOCH, 4));
        verifications.end(1);
        assertFalse(verifications.overtakes(1, EPOCH, 4));
    }

    @Test
    void shouldKnowTheLowestSequenceAcrossTheWrap() {
        verifications.begin(1, EPOCH, 2, 10);
        verifications.begin(1, EPOCH, Integer.MAX_VALUE, 10);
        assertFalse(verifications.overtakes(1, EPOCH, Integer.MAX_VALUE));
        assertTrue(verifications.overtakes(1, EPOCH, 2));
    }

    @Test
    void shouldBeginAnewWithANewEpoch() {
        verifications.begin(1, EPOCH, 0, 10);
        verifications.begin(1, (short) (EPOCH + 1), 7, 10);
        assertFalse(verifications.overtakes(1, (short) (EPOCH + 1), 7));
    }

    @Test
    void shouldKeepAQuestionAboutTheTransactionAfterTheOneThatAMarkerEnds() {
        Object guard = verifications.begin(1, EPOCH, 0, 10);
        verifications.marked(1, EPOCH, 2);
        assertTrue(verifications.isCurrent(1, guard));
        verifications.marked(1, (short) (EPOCH + 1), 2);
        assertFalse(verifications.isCurrent(1, guard));
    }

    @Test
    void shouldNotTakeAGuardFromBeforeAMarker() {
        Object before = verifications.begin(1, EPOCH, 0, 10);
        verifications.marked(1, EPOCH, 1);
        Object after = verifications.begin(1, EPOCH, 0, 20);
        assertFalse(verifications.isCurrent(1, before));
        assertTrue(verifications.isCurrent(1, after));
        verifications.expire(20);
        assertTrue(verifications.isCurrent(1, after));
        verifications.expire(21);
        assertFalse(verifications.isCurrent(1, after));
    }
}
