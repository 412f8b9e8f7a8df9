package io.leat.log.coordinator.share;

/**
 * Records of one share-partition that are in the same state: offsets {@code first} to {@code last},
 * both included. Immutable.
 *
 * @param state the number of a delivery state
 * @param deliveryCount how often they were handed out
 */
public record StateBatch(long first, long last, byte state, short deliveryCount) {

    /** May be handed out, again. */
    public static final byte AVAILABLE = 0;

    /** A consumer has them. Is never written. */
    public static final byte ACQUIRED = 1;

    /** Processed. */
    public static final byte ACKNOWLEDGED = 2;

    /** Given up, or not there. */
    public static final byte ARCHIVED = 4;

    /** Whether they are never handed out again. */
    public boolean isDone() {
        return state == ACKNOWLEDGED || state == ARCHIVED;
    }

    StateBatch of(long from, long to) {
        return new StateBatch(from, to, state, deliveryCount);
    }

    boolean isLike(StateBatch other) {
        return state == other.state && deliveryCount == other.deliveryCount;
    }

    /** Whether it is the later news of the two: counts only grow, and what is done stays done. */
    boolean supersedes(StateBatch other) {
        if (deliveryCount != other.deliveryCount) {
            return deliveryCount > other.deliveryCount;
        }
        return state >= other.state;
    }
}
