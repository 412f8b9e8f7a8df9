package io.leat.log.broker.data;

/**
 * How far one follower has come, as its leader sees it. Owned by the partition's loop.
 *
 * <p>A follower was caught up at some time if it had everything then: it fetches at the end of the
 * log, or at what was the end when it fetched before. One that has everything is not heard of until
 * the log grows: it was caught up until then.
 */
final class ReplicaProgress {

    private static final long NEVER = Long.MIN_VALUE / 2;

    private final int id;
    private long logEnd = -1;
    private long logStart = -1;
    private long caughtUpMs;
    private long lastFetchMs = NEVER;
    private long endAtLastFetch = Long.MAX_VALUE;
    private long brokerEpoch = -1;

    /**
     * @param inSync whether it counts as caught up at {@code nowMs}, though it did not fetch yet
     */
    ReplicaProgress(int id, boolean inSync, long nowMs) {
        this.id = id;
        this.caughtUpMs = inSync ? nowMs : NEVER;
    }

    int id() {
        return id;
    }

    /** It has everything below; -1 before its first fetch. */
    long logEnd() {
        return logEnd;
    }

    /** It has nothing below; -1 before its first fetch. */
    long logStart() {
        return logStart;
    }

    void startsAt(long offset) {
        logStart = offset;
    }

    long brokerEpoch() {
        return brokerEpoch;
    }

    /** Whether a fetch under this broker epoch comes from a process that is no more. */
    boolean isStale(long epoch) {
        return epoch >= 0 && epoch < brokerEpoch;
    }

    /** It fetches from {@code offset}, while the leader's log ends at {@code leaderEnd}. */
    void fetched(long offset, long epoch, long leaderEnd, long nowMs) {
        if (epoch > brokerEpoch) {
            brokerEpoch = epoch;
            endAtLastFetch = Long.MAX_VALUE;
        }
        if (offset >= leaderEnd) {
            caughtUpMs = nowMs;
        } else if (offset >= endAtLastFetch) {
            caughtUpMs = Math.max(caughtUpMs, lastFetchMs);
        }
        logEnd = offset;
        lastFetchMs = nowMs;
        endAtLastFetch = leaderEnd;
    }

    /** The leader's log, which ended at {@code endBefore}, has grown. */
    void appended(long endBefore, long nowMs) {
        if (logEnd >= endBefore) {
            caughtUpMs = Math.max(caughtUpMs, nowMs);
        }
    }

    /** Whether it has everything, or had so at most {@code lagMaxMs} ago. */
    boolean isCaughtUp(long leaderEnd, long nowMs, long lagMaxMs) {
        return logEnd >= leaderEnd || nowMs - caughtUpMs <= lagMaxMs;
    }
}
