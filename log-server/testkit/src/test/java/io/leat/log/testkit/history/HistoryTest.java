package io.leat.log.testkit.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.leat.log.testkit.history.Operation.Outcome;
import io.leat.log.testkit.history.Operation.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private final History history = new History();

    @Test
    void shouldFindNothingInACorrectHistory() {
        history.acked("p", "t-0", "a", 0);
        history.notAcked("p", null, "t-0", "b", Outcome.UNKNOWN);
        history.acked("p", "tx1", "t-0", "c", 2);
        history.ended("tx1", Outcome.DONE);
        history.acked("p", "tx2", "t-0", "d", 4);
        history.ended("tx2", Outcome.FAILED);
        read("c1", 1, seen(0, "a"), seen(1, "b"));
        read("c1", 1, seen(2, "c"));
        read("c1", 2, seen(0, "a"));
        read("c2", 1, seen(1, "b"), seen(2, "c"));
        assertEquals(List.of(), history.anomaliesAfterDrain());
    }

    @Test
    void shouldFindAnOffsetWithTwoValues() {
        history.acked("p", "t-0", "a", 0);
        history.acked("q", "t-0", "b", 0);
        expect("inconsistent-offsets");
    }

    @Test
    void shouldFindAValueAtTwoOffsets() {
        read("c", 1, seen(0, "a"), seen(1, "a"));
        expect("duplicate");
    }

    @Test
    void shouldFindAnAcknowledgedRecordThatReadersPassedWithoutSeeing() {
        history.acked("p", "t-0", "a", 0);
        history.acked("p", "t-0", "b", 1);
        read("c", 1, seen(1, "b"));
        expect("lost-write");
    }

    @Test
    void shouldFindAnAcknowledgedRecordMissingAtTheEndOnlyAfterADrain() {
        history.acked("p", "t-0", "a", 0);
        expect();
        assertEquals("unseen", history.anomaliesAfterDrain().get(0).name());
    }

    @Test
    void shouldFindARecordOfAnAbortedTransaction() {
        history.acked("p", "tx", "t-0", "a", 0);
        history.ended("tx", Outcome.FAILED);
        read("c", 1, seen(0, "a"));
        expect("aborted-read");
    }

    @Test
    void shouldFindHalfATransactionAlsoWhenItsEndIsUnknown() {
        history.acked("p", "tx", "t-0", "a", 0);
        history.acked("p", "tx", "t-0", "b", 1);
        history.acked("p", "t-0", "c", 2);
        read("c", 1, seen(0, "a"), seen(2, "c"));
        expect("torn-transaction");
    }

    @Test
    void shouldFindAConsumerThatGoesBack() {
        read("c", 1, seen(0, "a"), seen(1, "b"));
        read("c", 1, seen(0, "a"));
        expect("nonmonotonic-poll");
    }

    @Test
    void shouldFindAConsumerThatSkipsWhatAnotherSaw() {
        read("c", 1, seen(0, "a"), seen(2, "c"));
        read("d", 1, seen(0, "a"), seen(1, "b"), seen(2, "c"));
        expect("poll-skip");
    }

    @Test
    void shouldFindAProducerWhoseRecordsWereReordered() {
        history.acked("p", "t-0", "a", 5);
        history.acked("p", "t-0", "b", 4);
        expect("nonmonotonic-send");
    }

    /**
     * It takes a tenth of the time allowed; an algorithm that grows with the square takes minutes.
     */
    @Test
    void shouldFindAGroupThatBeginsBelowWhatItHadCommitted() {
        history.committed("g", "t-0", 5);
        history.resumed("g", "t-0", history.acknowledged("g", "t-0"), 4);
        expect("offset-regression");
    }

    /** Seed 360 of the cluster's scenarios: a member hung while others committed. */
    @Test
    void shouldNotBlameAGroupForCommitsThatCameWhileAMemberAsked() {
        history.committed("g", "t-0", 5);
        long acknowledged = history.acknowledged("g", "t-0");
        history.committed("g", "t-0", 9);
        history.resumed("g", "t-0", acknowledged, 5);
        expect();
    }

    @Test
    void shouldFindAGroupThatCommitsPastARecordThatNoMemberWasGiven() {
        read("c", 1, seen(0, "a"), seen(1, "b"));
        read("g/m", 1, seen(1, "b"));
        history.committed("g", "t-0", 1);
        expect("group-skip");
    }

    @Test
    void shouldCheckFiftyThousandOperationsInSeconds() {
        for (int i = 0; i < 50_000; i++) {
            history.acked("p", "tx" + i / 10, "t-" + i % 6, "value-" + i, i / 6);
            if (i % 10 == 9) {
                history.ended("tx" + i / 10, Outcome.DONE);
            }
            history.polled("c", 1, "t-" + i % 6, List.of(seen(i / 6, "value-" + i)));
        }
        List<Anomaly> found = new ArrayList<>();
        assertTimeout(Duration.ofSeconds(20), () -> found.addAll(history.anomaliesAfterDrain()));
        assertEquals(List.of(), found);
    }

    private static Seen seen(long offset, String value) {
        return new Seen(offset, value);
    }

    private void read(String consumer, int assignment, Seen... records) {
        history.polled(consumer, assignment, "t-0", List.of(records));
    }

    private void expect(String... names) {
        assertEquals(List.of(names), history.anomalies().stream().map(Anomaly::name).toList());
    }
}
