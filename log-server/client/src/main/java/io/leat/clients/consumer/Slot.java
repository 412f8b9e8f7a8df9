package io.leat.clients.consumer;

import io.leat.clients.consumer.Fetched.Bounds;
import io.leat.common.TopicPartition;

/**
 * One assigned partition: where its consumer stands. Owned by the polling thread.
 *
 * <pre>
 *   UNKNOWN --committed offset found--> VALID &lt;---offset found--- RESETTING
 *   UNKNOWN --none, with a policy--> RESETTING        ^ seekToX, out of range
 *   VALID --another leader--> VALIDATING --its log has the position--> VALID
 *                             VALIDATING --truncated, with a policy--> VALID or RESETTING
 * </pre>
 */
final class Slot {

    /** What must happen before records can be read. */
    enum State {
        UNKNOWN,
        RESETTING,
        VALIDATING,
        VALID
    }

    /** The next offset, and the leader epoch of the record before it or -1. */
    record Position(long offset, int epoch) {}

    private static final Bounds NO_BOUNDS = new Bounds(-1, -1, -1);

    private final TopicPartition partition;
    private State state = State.UNKNOWN;
    private Position position;
    private ResetPolicy reset;
    private long token;
    private int leaderEpoch = -1;
    private boolean paused;
    private Bounds bounds = NO_BOUNDS;

    Slot(TopicPartition partition) {
        this.partition = partition;
    }

    TopicPartition partition() {
        return partition;
    }

    State state() {
        return state;
    }

    /** Null unless valid or validating. */
    Position position() {
        return position;
    }

    /** Which fetches are for the current position; see {@link Fetched#token}. */
    long token() {
        return token;
    }

    /** Epoch of the leader by which the position was last validated. */
    int leaderEpoch() {
        return leaderEpoch;
    }

    ResetPolicy reset() {
        return reset;
    }

    boolean paused() {
        return paused;
    }

    void paused(boolean paused) {
        this.paused = paused;
    }

    Bounds bounds() {
        return bounds;
    }

    void bounds(Bounds known) {
        bounds = known;
    }

    /** Jumps; what was fetched for the old position no longer counts. */
    void jump(Position to, long newToken) {
        position = to;
        token = newToken;
        leaderEpoch = -1;
        reset = null;
        state = State.VALID;
    }

    /** Reads on, after records that were fetched for the current token. */
    void advance(Position to) {
        position = to;
    }

    void reset(ResetPolicy policy, long newToken) {
        position = null;
        token = newToken;
        reset = policy;
        state = State.RESETTING;
    }

    void validating() {
        state = State.VALIDATING;
    }

    void validated(int epoch) {
        leaderEpoch = epoch;
        state = State.VALID;
    }
}
