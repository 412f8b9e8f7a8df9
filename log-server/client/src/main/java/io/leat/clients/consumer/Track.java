package io.leat.clients.consumer;

import io.leat.clients.consumer.Fetched.Bounds;
import io.leat.common.TopicPartition;

/** How far one partition has been fetched. Owned by the loop. */
final class Track {

    /** More is fetched while fewer than this many responses wait to be polled. */
    private static final int BUFFERED_MAX = 2;

    private final TopicPartition partition;
    private long token;
    private long nextOffset;
    private int validEpoch = -1;
    private boolean paused;
    private boolean halted;
    private int buffered;
    private int preferred = -1;
    private long preferredUntil;
    private long retryAt = Long.MIN_VALUE;
    private Bounds bounds;

    Track(TopicPartition partition) {
        this.partition = partition;
    }

    TopicPartition partition() {
        return partition;
    }

    long token() {
        return token;
    }

    long nextOffset() {
        return nextOffset;
    }

    void start(long newToken, long offset) {
        token = newToken;
        nextOffset = offset;
        validEpoch = -1;
        halted = false;
        buffered = 0;
        bounds = null;
        retryAt = Long.MIN_VALUE;
    }

    void validated(int epoch) {
        validEpoch = epoch;
    }

    /**
     * Whether a leader of this epoch may be asked: its log may be another one than what was read so
     * far, until the position has been compared with it (KIP-320).
     */
    boolean trusts(int leaderEpoch) {
        return leaderEpoch <= validEpoch;
    }

    void pause(boolean value) {
        paused = value;
    }

    /** Whether to fetch it now. */
    boolean wanted(long now) {
        return !paused && !halted && buffered < BUFFERED_MAX && now >= retryAt;
    }

    /** Whether only the buffer keeps it from being fetched. */
    boolean full() {
        return !paused && !halted && buffered >= BUFFERED_MAX;
    }

    long retryAt() {
        return retryAt;
    }

    /** Asks again at {@code at}, and the leader, for it decides what a follower cannot serve. */
    void retry(long at) {
        retryAt = at;
        preferred = -1;
    }

    /** Nothing more until the polling thread starts it again. */
    void halt() {
        halted = true;
        buffered++;
    }

    void delivered(long next) {
        nextOffset = next;
        buffered++;
    }

    void taken() {
        buffered = Math.max(0, buffered - 1);
    }

    /** Remembers the ends; whether they are news. */
    boolean learn(Bounds now) {
        boolean news = !now.equals(bounds);
        bounds = now;
        return news;
    }

    /** Reads from this replica for a while (KIP-392). */
    void prefer(int node, long until) {
        preferred = node;
        preferredUntil = until;
    }

    /** The replica to read from, or -1 for the leader. */
    int preferred(long now) {
        return now < preferredUntil ? preferred : -1;
    }
}
