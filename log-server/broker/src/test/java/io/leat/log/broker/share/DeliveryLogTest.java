package io.leat.log.broker.share;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.log.coordinator.share.ShareAnswer;
import io.leat.log.coordinator.share.SharePartitionKey;
import io.leat.log.coordinator.share.ShareStateRecord.Update;
import io.leat.log.coordinator.share.StateBatch;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What of a share-partition is written when, while a share coordinator answers late or not. */
final class DeliveryLogTest {

    private static final ShareLimits LIMITS = new ShareLimits(100, 5, 1_000, true, false);
    private static final ShareAnswer GONE = ShareAnswer.failed(ErrorCode.COORDINATOR_NOT_AVAILABLE);

    private final List<Update> written = new ArrayList<>();
    private final ArrayDeque<Consumer<ShareAnswer>> answers = new ArrayDeque<>();
    private final InFlight inFlight = new InFlight(0, List.of());
    private final DeliveryLog log =
            new DeliveryLog(
                    new SharePartitionKey("g", new Uuid(1, 2), 0),
                    1,
                    (update, stateEpoch, done) -> {
                        written.add(update);
                        answers.add(done);
                    },
                    () -> {});

    private void acquire(long first, long last) {
        inFlight.acquire(
                new AcquireRequest("m", 100, 100, false),
                LIMITS,
                first,
                List.of(new Span(first, last)),
                List.of(),
                0);
    }

    private List<Run> accept(long first, long last) {
        Acknowledgement all =
                new Acknowledgement(first, last, List.of((byte) Acknowledgement.ACCEPT));
        return inFlight.acknowledge("m", List.of(all), LIMITS, 0).changed();
    }

    @Test
    void shouldWriteOneAfterTheOther() {
        log.begin(inFlight, 3);
        acquire(0, 9);
        log.write(accept(0, 1), error -> {});
        log.write(accept(2, 3), error -> {});
        log.write(accept(4, 5), error -> {});
        assertEquals(1, written.size());
        answers.remove().accept(ShareAnswer.DONE);
        assertEquals(2, written.size());
        assertEquals(2, written.get(1).batches().size());
    }

    /** A start that passes a record whose end nobody wrote would be one that lost it. */
    @Test
    void shouldTellAgainWhatHappenedAndWasNotWritten() {
        log.begin(inFlight, 3);
        acquire(0, 9);
        StateBatch late = inFlight.expire(1, 1_000).get(0); // for good: the limit is one delivery
        log.tell(List.of(late));
        answers.remove().accept(GONE);
        assertEquals(10, inFlight.start());
        acquire(10, 19);
        List<Run> accepted = accept(10, 11);
        StateBatch done = accepted.get(0).batch();
        log.write(accepted, error -> {});
        assertEquals(List.of(late, done), written.get(1).batches());
        answers.remove().accept(GONE);
        log.write(accept(10, 11), error -> {});
        assertEquals(List.of(late, done), written.get(2).batches(), "each of them once");
        answers.remove().accept(ShareAnswer.DONE);
        log.write(accept(12, 13), error -> {});
        assertEquals(1, written.get(3).batches().size(), "it is told");
    }

    /** As when the marker of a transaction comes alone: the group would lag behind it for ever. */
    @Test
    void shouldTellWhereItStandsOnceWhatCameLastWasForNobody() {
        log.begin(inFlight, 3);
        log.tellStart();
        acquire(0, 9);
        log.write(accept(0, 9), error -> {});
        answers.remove().accept(ShareAnswer.DONE);
        log.tellStart();
        assertEquals(1, written.size(), "it is known that all is done");
        inFlight.acquire(
                new AcquireRequest("m", 100, 100, false),
                LIMITS,
                10,
                List.of(new Span(10, 10)),
                List.of(new Span(10, 10)),
                0);
        log.tellStart();
        log.tellStart();
        assertEquals(11, written.get(1).startOffset());
        answers.remove().accept(GONE);
        log.tellStart();
        answers.remove().accept(ShareAnswer.DONE);
        log.tellStart();
        assertEquals(3, written.size(), "once more, as it was not written");
    }
}
