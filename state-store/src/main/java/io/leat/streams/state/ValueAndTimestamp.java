package io.leat.streams.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value and the time of the record that it came from. */
public final class ValueAndTimestamp<V extends @Nullable Object> {

    private final V value;
    private final long timestamp;

    private ValueAndTimestamp(V value, long timestamp) {
        this.value = value;
        this.timestamp = timestamp;
    }

    /** The pair, or null when {@code value} is null. */
    public static <V> @Nullable ValueAndTimestamp<V> make(@Nullable V value, long timestamp) {
        return value == null ? null : new ValueAndTimestamp<>(value, timestamp);
    }

    /** The pair, also when {@code value} is null. */
    public static <V extends @Nullable Object> ValueAndTimestamp<V> makeAllowNullable(
            V value, long timestamp) {
        return new ValueAndTimestamp<>(value, timestamp);
    }

    public static <V> @Nullable V getValueOrNull(@Nullable ValueAndTimestamp<V> pair) {
        return pair == null ? null : pair.value();
    }

    public V value() {
        return value;
    }

    /** Milliseconds since 1970. */
    public long timestamp() {
        return timestamp;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ValueAndTimestamp<?> that
                && timestamp == that.timestamp
                && Objects.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, timestamp);
    }

    @Override
    public String toString() {
        return "<" + value + "," + timestamp + ">";
    }
}
