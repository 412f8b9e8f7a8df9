package io.leat.log.broker;

import java.util.function.LongSupplier;

/**
 * How long this broker may be sure that it is not fenced. Renewed on the first loop, asked on any.
 *
 * <p>The controller fences whoever was silent for a session, so a session after this broker sent
 * the last heartbeat that was answered it may have been replaced without knowing. The word of a
 * controller in the same process says nothing, because that one may have been replaced as well. But
 * who replaced it was elected after a majority of the quorum last followed it, and waits.
 *
 * <p>A process that hung wakes up with requests in its sockets and old news in its memory, and time
 * has gone on: it finds its lease over before it answers any of them.
 */
public final class Lease {

    private final SessionTimes times;
    private final LongSupplier ledAtMs;
    private volatile long endMs = Long.MIN_VALUE;

    /**
     * @param ledAtMs a moment at which this node led the quorum, the latest known, or {@code
     *     Long.MIN_VALUE}
     */
    public Lease(SessionTimes times, LongSupplier ledAtMs) {
        this.times = times;
        this.ledAtMs = ledAtMs;
    }

    /** The controller on another node answered a heartbeat that was sent at {@code askedMs}. */
    public void renew(long askedMs) {
        endMs = Math.max(endMs, askedMs + times.sessionMs());
    }

    /** Whether another broker may lead by now what this one leads. */
    public boolean isOver(long nowMs) {
        return nowMs >= endMs && nowMs >= ledAtMs.getAsLong() + times.deposedMs();
    }
}
