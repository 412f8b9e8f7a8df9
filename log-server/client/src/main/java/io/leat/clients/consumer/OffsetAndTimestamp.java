package io.leat.clients.consumer;

import java.util.Objects;
import java.util.Optional;

/** The offset found for a timestamp, and the timestamp of the record there. Immutable. */
public final class OffsetAndTimestamp {

    private final long timestamp;
    private final long offset;
    private final Optional<Integer> leaderEpoch;

    public OffsetAndTimestamp(long offset, long timestamp) {
        this(offset, timestamp, Optional.empty());
    }

    public OffsetAndTimestamp(long offset, long timestamp, Optional<Integer> leaderEpoch) {
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset + " is negative");
        }
        if (timestamp < 0) {
            throw new IllegalArgumentException("timestamp " + timestamp + " is negative");
        }
        this.offset = offset;
        this.timestamp = timestamp;
        this.leaderEpoch = leaderEpoch;
    }

    public long timestamp() {
        return timestamp;
    }

    public long offset() {
        return offset;
    }

    public Optional<Integer> leaderEpoch() {
        return leaderEpoch;
    }

    @Override
    public String toString() {
        return "(timestamp="
                + timestamp
                + ", leaderEpoch="
                + leaderEpoch.orElse(null)
                + ", offset="
                + offset
                + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OffsetAndTimestamp that
                && timestamp == that.timestamp
                && offset == that.offset
                && leaderEpoch.equals(that.leaderEpoch);
    }

    @Override
    public int hashCode() {
        return Objects.hash(timestamp, offset, leaderEpoch);
    }
}
