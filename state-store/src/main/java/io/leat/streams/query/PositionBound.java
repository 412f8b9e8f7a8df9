package io.leat.streams.query;

import org.jspecify.annotations.Nullable;

/**
 * What a store must have seen to answer a query: a consistency token, when it is the position of an
 * earlier answer. Immutable.
 */
public class PositionBound {

    private final Position position;

    private PositionBound(Position position) {
        this.position = position.copy();
    }

    /** Any answer will do. */
    public static PositionBound unbounded() {
        return new PositionBound(Position.emptyPosition());
    }

    /** Only answers that have seen {@code position}. */
    public static PositionBound at(Position position) {
        return new PositionBound(position);
    }

    public boolean isUnbounded() {
        return position.isEmpty();
    }

    public Position position() {
        return position.copy();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PositionBound that && position.equals(that.position);
    }

    /** As of {@link Position#hashCode}. */
    @Override
    public int hashCode() {
        throw new UnsupportedOperationException(
                "a bound holds a position and cannot be the key of a hash table");
    }

    @Override
    public String toString() {
        return "PositionBound{position=" + position + '}';
    }
}
