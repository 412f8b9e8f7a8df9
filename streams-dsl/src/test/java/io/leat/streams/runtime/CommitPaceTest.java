package io.leat.streams.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CommitPaceTest {

    private static final long INTERVAL_MS = 100;

    private final CommitPace early = new CommitPace(INTERVAL_MS, true);
    private final CommitPace plain = new CommitPace(INTERVAL_MS, false);

    @Test
    void shouldCommitWhenTheIntervalIsOver() {
        plain.begin(1_000);
        assertFalse(plain.isDue(1_099));
        assertTrue(plain.isDue(1_100));
        assertEquals(40, plain.untilDueMs(1_060, true));
    }

    @Test
    void shouldNeverCommitBeforeAnIntervalThatSomebodySet() {
        commits(plain, 1_000, 2, 20);
        assertFalse(plain.isDueIfCaughtUp(2_000));
    }

    @Test
    void shouldCommitSoonerIfCaughtUpTheCheaperCommitsAre() {
        long now = commits(early, 1_000, 5, 30);
        assertFalse(early.isDue(now + 25));
        assertFalse(early.isDueIfCaughtUp(now + 15));
        assertTrue(early.isDueIfCaughtUp(now + 25));
    }

    @Test
    void shouldPauseAWhileHoweverCheapCommitsAre() {
        long now = commits(early, 1_000, 0, 30);
        assertFalse(early.isDueIfCaughtUp(now + 9));
        assertTrue(early.isDueIfCaughtUp(now + 10));
    }

    @Test
    void shouldNotBeThrownOffByOneSlowCommit() {
        long now = commits(early, 1_000, 5, 30);
        now += 45;
        early.committed(now - 45, now);
        assertTrue(early.isDueIfCaughtUp(now + 61));
    }

    @Test
    void shouldKeepToTheIntervalWhereCommitsAreDear() {
        long now = commits(early, 1_000, 80, 30);
        assertFalse(early.isDueIfCaughtUp(now + 99));
        assertTrue(early.isDueIfCaughtUp(now + 100));
    }

    @Test
    void shouldLetAThreadWaitLongerWhileThereIsNothingToCommit() {
        long now = commits(early, 1_000, 5, 30);
        assertEquals(INTERVAL_MS, early.untilDueMs(now, false));
        assertTrue(early.untilDueMs(now, true) < 25);
    }

    private static long commits(CommitPace pace, long from, long costMs, int times) {
        long now = from;
        pace.begin(now);
        for (int i = 0; i < times; i++) {
            now += INTERVAL_MS + costMs;
            pace.committed(now - costMs, now);
        }
        return now;
    }
}
