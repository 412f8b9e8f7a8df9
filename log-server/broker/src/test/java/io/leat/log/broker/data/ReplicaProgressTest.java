package io.leat.log.broker.data;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ReplicaProgressTest {

    private static final long LAG_MS = 30_000;

    private final ReplicaProgress progress = new ReplicaProgress(2, false, 0);

    @Test
    void shouldCountAsCaughtUpUntilTheLogGrowsHoweverLongAgoItFetched() {
        progress.fetched(10, 1, 10, 1_000);
        assertTrue(progress.isCaughtUp(10, 9_000_000, LAG_MS));
        progress.appended(10, 9_000_000);
        assertTrue(progress.isCaughtUp(11, 9_000_000 + LAG_MS, LAG_MS));
        assertFalse(progress.isCaughtUp(11, 9_000_001 + LAG_MS, LAG_MS));
    }

    @Test
    void shouldNotCountAsCaughtUpByAppendsWhileItLacksSomething() {
        progress.fetched(9, 1, 10, 1_000);
        progress.appended(10, 2_000);
        assertFalse(progress.isCaughtUp(11, 2_001, LAG_MS));
    }

    @Test
    void shouldCountAsCaughtUpWhenItFetchesWhereTheLogEndedBefore() {
        progress.fetched(0, 1, 10, 1_000);
        progress.fetched(10, 1, 20, 2_000);
        assertTrue(progress.isCaughtUp(20, 1_000 + LAG_MS, LAG_MS));
        assertFalse(progress.isCaughtUp(20, 1_001 + LAG_MS, LAG_MS));
    }

    @Test
    void shouldTellTheFetchesOfAProcessThatIsNoMore() {
        progress.fetched(10, 5, 10, 1_000);
        assertTrue(progress.isStale(4));
        assertFalse(progress.isStale(5));
        assertFalse(progress.isStale(6));
        assertFalse(progress.isStale(-1), "whoever does not say which process it is");
    }

    /** The disk of the process before may have been another one. */
    @Test
    void shouldNotCountAsCaughtUpByWhatTheProcessBeforeFetched() {
        progress.fetched(0, 1, 10, 1_000);
        progress.fetched(10, 2, 20, 2_000);
        assertFalse(progress.isCaughtUp(20, 2_000, LAG_MS));
    }
}
