package io.leat.streams.state;

import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value with the timestamp and the headers of the record that set it. KIP-1271. */
public final class ValueTimestampHeaders<V> {

    private final @Nullable V value;
    private final long timestamp;
    private final Headers headers;

    private ValueTimestampHeaders(@Nullable V value, long timestamp, @Nullable Headers headers) {
        this.value = value;
        this.timestamp = timestamp;
        this.headers = headers == null ? new RecordHeaders() : headers;
    }

    /** Null when {@code value} is; no headers are the same as empty ones. */
    public static <V> @Nullable ValueTimestampHeaders<V> make(
            @Nullable V value, long timestamp, @Nullable Headers headers) {
        return value == null ? null : new ValueTimestampHeaders<>(value, timestamp, headers);
    }

    /** As {@link #make}, also for a value that is null. */
    public static <V> ValueTimestampHeaders<V> makeAllowNullable(
            @Nullable V value, long timestamp, @Nullable Headers headers) {
        return new ValueTimestampHeaders<>(value, timestamp, headers);
    }

    public static <V> @Nullable V getValueOrNull(
            @Nullable ValueTimestampHeaders<V> valueTimestampHeaders) {
        return valueTimestampHeaders == null ? null : valueTimestampHeaders.value;
    }

    public @Nullable V value() {
        return value;
    }

    public long timestamp() {
        return timestamp;
    }

    public Headers headers() {
        return headers;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ValueTimestampHeaders<?> that
                && timestamp == that.timestamp
                && Objects.equals(value, that.value)
                && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, timestamp, headers);
    }

    @Override
    public String toString() {
        return "ValueTimestampHeaders{value="
                + value
                + ", timestamp="
                + timestamp
                + ", headers="
                + headers
                + '}';
    }
}
