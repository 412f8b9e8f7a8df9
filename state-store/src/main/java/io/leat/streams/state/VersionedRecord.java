package io.leat.streams.state;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One version of a value: from when, and, where that is known, until when it was valid. */
public final class VersionedRecord<V> {

    private final V value;
    private final long timestamp;
    private final Optional<Long> validTo;

    /** A version of which no end is known. */
    public VersionedRecord(V value, long timestamp) {
        this.value = Objects.requireNonNull(value, "value cannot be null.");
        this.timestamp = timestamp;
        this.validTo = Optional.empty();
    }

    /** A version that is valid from {@code timestamp} to before {@code validTo}. */
    public VersionedRecord(V value, long timestamp, long validTo) {
        this.value = Objects.requireNonNull(value, "value cannot be null.");
        this.timestamp = timestamp;
        this.validTo = Optional.of(validTo);
    }

    public V value() {
        return value;
    }

    public long timestamp() {
        return timestamp;
    }

    public Optional<Long> validTo() {
        return validTo;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VersionedRecord<?> that
                && timestamp == that.timestamp
                && value.equals(that.value)
                && validTo.equals(that.validTo);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, timestamp, validTo);
    }

    @Override
    public String toString() {
        return "<" + value + "," + timestamp + "," + validTo + ">";
    }
}
