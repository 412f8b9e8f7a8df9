package io.leat.clients.consumer;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;

/** A committed offset: the next record to read, with an optional note and leader epoch. */
public class OffsetAndMetadata implements Serializable {

    private static final long serialVersionUID = 1L;

    private final long offset;
    private final String metadata;
    private final Integer leaderEpoch;

    /** An offset, the epoch of the record before it, and a note (null means empty). */
    public OffsetAndMetadata(long offset, Optional<Integer> leaderEpoch, String metadata) {
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset + " is negative");
        }
        this.offset = offset;
        this.leaderEpoch = leaderEpoch.orElse(null);
        this.metadata = metadata == null ? "" : metadata;
    }

    public OffsetAndMetadata(long offset, String metadata) {
        this(offset, Optional.empty(), metadata);
    }

    public OffsetAndMetadata(long offset) {
        this(offset, "");
    }

    public long offset() {
        return offset;
    }

    /** The note stored with the offset; never null. */
    public String metadata() {
        return metadata;
    }

    /** Leader epoch of the record before the offset, by which truncation is noticed. */
    public Optional<Integer> leaderEpoch() {
        return leaderEpoch == null || leaderEpoch < 0 ? Optional.empty() : Optional.of(leaderEpoch);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OffsetAndMetadata that
                && offset == that.offset
                && metadata.equals(that.metadata)
                && Objects.equals(leaderEpoch, that.leaderEpoch);
    }

    @Override
    public int hashCode() {
        return Objects.hash(offset, metadata, leaderEpoch);
    }

    @Override
    public String toString() {
        return "OffsetAndMetadata{offset="
                + offset
                + ", leaderEpoch="
                + leaderEpoch
                + ", metadata='"
                + metadata
                + "'}";
    }
}
