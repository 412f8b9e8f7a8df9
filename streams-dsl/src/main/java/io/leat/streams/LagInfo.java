package io.leat.streams;

import org.jspecify.annotations.Nullable;

/** How far a part of a store is behind its changelog. Immutable. */
public class LagInfo {

    private final long currentOffsetPosition;
    private final long endOffsetPosition;

    LagInfo(long currentOffsetPosition, long endOffsetPosition) {
        this.currentOffsetPosition = currentOffsetPosition;
        this.endOffsetPosition = endOffsetPosition;
    }

    /** The changelog offset that the store has reached. */
    public long currentOffsetPosition() {
        return currentOffsetPosition;
    }

    /** The end of the changelog. */
    public long endOffsetPosition() {
        return endOffsetPosition;
    }

    /** Offsets between the two. */
    public long offsetLag() {
        return Math.max(0, endOffsetPosition - currentOffsetPosition);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LagInfo that
                && currentOffsetPosition == that.currentOffsetPosition
                && endOffsetPosition == that.endOffsetPosition;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * currentOffsetPosition + endOffsetPosition);
    }

    @Override
    public String toString() {
        return "LagInfo {currentOffsetPosition="
                + currentOffsetPosition
                + ", endOffsetPosition="
                + endOffsetPosition
                + ", offsetLag="
                + offsetLag()
                + '}';
    }
}
