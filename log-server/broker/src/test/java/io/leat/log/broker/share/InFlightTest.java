package io.leat.log.broker.share;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.log.coordinator.share.StateBatch;
import io.leat.log.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of the records of one share-partition, step by step. */
final class InFlightTest {

    private static final ShareLimits LIMITS = new ShareLimits(2000, 5, 30_000, true, false);

    private final InFlight inFlight = new InFlight(0, List.of());
    private long now;

    private static List<Span> batches(long... bounds) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < bounds.length; i += 2) {
            spans.add(new Span(bounds[i], bounds[i + 1]));
        }
        return spans;
    }

    private List<Acquired> fetch(int maxRecords, boolean exact, List<Span> batches) {
        AcquireRequest request = new AcquireRequest("m", maxRecords, 500, exact);
        return inFlight.acquire(request, LIMITS, inFlight.nextOffset(), batches, List.of(), now);
    }

    private void say(long first, long last, byte type) {
        InFlight.Answer answer =
                inFlight.acknowledge(
                        "m", List.of(new Acknowledgement(first, last, List.of(type))), LIMITS, now);
        assertEquals(ErrorCode.NONE, answer.error());
        inFlight.settle(answer.changed(), true);
    }

    @Test
    void shouldHandOutWholeBatches() {
        assertEquals(List.of(new Acquired(0, 4, 1)), fetch(3, false, batches(0, 4, 5, 9)));
        assertEquals(List.of(new Acquired(5, 9, 1)), fetch(3, false, batches(5, 9)));
    }

    @Test
    void shouldDivideABatchForWhoWantsAnExactNumber() {
        assertEquals(List.of(new Acquired(0, 2, 1)), fetch(3, true, batches(0, 9)));
        assertEquals(List.of(new Acquired(3, 5, 1)), fetch(3, true, batches(0, 9)));
    }

    @Test
    void shouldMoveTheStartPastWhatIsDone() {
        fetch(100, false, batches(0, 9));
        say(5, 9, Acknowledgement.ACCEPT);
        assertEquals(0, inFlight.start());
        assertEquals(5, inFlight.doneCount());
        say(0, 3, Acknowledgement.REJECT);
        assertEquals(4, inFlight.start());
        say(4, 4, Acknowledgement.ACCEPT);
        assertEquals(10, inFlight.start());
    }

    @Test
    void shouldHandOutAgainWhatIsReleasedUntilItWasTriedOftenEnough() {
        for (int delivery = 1; delivery <= 5; delivery++) {
            List<Acquired> acquired = fetch(100, false, batches(0, 0));
            assertEquals(List.of(new Acquired(0, 0, delivery)), acquired);
            say(0, 0, Acknowledgement.RELEASE);
        }
        assertEquals(1, inFlight.start());
        assertEquals(1, inFlight.nextOffset());
    }

    @Test
    void shouldHandOutAgainWhatIsKeptTooLongUnlessItIsRenewed() {
        fetch(100, false, batches(0, 9));
        now = 20_000;
        say(0, 4, Acknowledgement.RENEW);
        now = 30_000;
        assertEquals(
                List.of(new StateBatch(5, 9, StateBatch.AVAILABLE, (short) 1)),
                inFlight.expire(5, now));
        assertEquals(5, inFlight.nextOffset());
        assertEquals(50_000, inFlight.nextDeadlineMs());
    }

    @Test
    void shouldTakeEverythingOrNothingOfARequest() {
        fetch(100, false, batches(0, 9));
        InFlight.Answer answer =
                inFlight.acknowledge(
                        "m",
                        List.of(
                                new Acknowledgement(0, 4, List.of(Acknowledgement.ACCEPT)),
                                new Acknowledgement(3, 6, List.of(Acknowledgement.ACCEPT))),
                        LIMITS,
                        now);
        assertEquals(ErrorCode.INVALID_RECORD_STATE, answer.error());
        say(0, 9, Acknowledgement.ACCEPT);
        assertEquals(10, inFlight.start());
    }

    @Test
    void shouldHandOutAgainWhatAnEarlierLeaderDidNotSpeakOf() {
        InFlight next =
                new InFlight(
                        10,
                        List.of(
                                new StateBatch(15, 19, StateBatch.ACKNOWLEDGED, (short) 1),
                                new StateBatch(25, 29, StateBatch.AVAILABLE, (short) 3)));
        assertEquals(10, next.nextOffset());
        List<Acquired> acquired =
                next.acquire(
                        new AcquireRequest("m", 100, 500, false),
                        LIMITS,
                        10,
                        batches(10, 29),
                        List.of(),
                        0);
        // What was delivered often comes alone, later.
        assertEquals(List.of(new Acquired(10, 14, 1), new Acquired(20, 24, 1)), acquired);
        assertEquals(30, next.end());
    }

    @Test
    void shouldShowNobodyWhatWasAborted() {
        List<Acquired> acquired =
                inFlight.acquire(
                        new AcquireRequest("m", 100, 500, false),
                        LIMITS,
                        0,
                        batches(0, 4, 5, 9),
                        batches(0, 4),
                        0);
        assertEquals(List.of(new Acquired(5, 9, 1)), acquired);
        assertEquals(5, inFlight.start());
    }

    @Test
    void shouldKeepNoMoreInFlightThanAllowed() {
        ShareLimits few = new ShareLimits(100, 5, 30_000, true, false);
        AcquireRequest request = new AcquireRequest("m", 1000, 500, false);
        inFlight.acquire(request, few, 0, batches(0, 99), List.of(), 0);
        assertEquals(
                List.of(), inFlight.acquire(request, few, 100, batches(100, 109), List.of(), 0));
        say(99, 99, Acknowledgement.RELEASE);
        assertEquals(99, inFlight.nextOffset());
    }
}
