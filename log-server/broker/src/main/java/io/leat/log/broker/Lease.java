package io.leat.log.broker;

/**
 * How long this broker may be sure that it is not fenced: the controller fences whoever was silent
 * for a session, so that a session after it sent its last heartbeat that was answered it may have
 * been replaced without knowing. Renewed on the first loop, asked on any.
 *
 * <p>A process that hung wakes up with requests in its sockets and old news in its memory, and time
 * has gone on: it finds its lease over before it answers any of them. The word of a controller in
 * the same process counts again only a while after that, because that one hung too.
 */
public final class Lease {

    private final long sessionMs;
    private final long settleMs;
    private volatile long endMs = Long.MIN_VALUE;
    private long doubtedFromMs = Long.MAX_VALUE;

    /**
     * @param sessionMs after so much silence a broker is fenced
     * @param settleMs after so long a controller that was deposed has learned it
     */
    public Lease(long sessionMs, long settleMs) {
        this.sessionMs = sessionMs;
        this.settleMs = settleMs;
    }

    /** The controller on another node answered a heartbeat that was sent at {@code askedMs}. */
    public void renew(long askedMs) {
        endMs = Math.max(endMs, askedMs + sessionMs);
        doubtedFromMs = Long.MAX_VALUE;
    }

    /** The controller on this node answered a heartbeat. */
    public void renewHere(long nowMs) {
        if (endMs == Long.MIN_VALUE || !isOver(nowMs)) { // what begins now did not hang before
            renew(nowMs);
        } else if (doubtedFromMs == Long.MAX_VALUE) {
            doubtedFromMs = nowMs;
        } else if (nowMs - doubtedFromMs >= settleMs) {
            renew(nowMs);
        }
    }

    /** Whether another broker may lead by now what this one leads. */
    public boolean isOver(long nowMs) {
        return nowMs >= endMs;
    }
}
