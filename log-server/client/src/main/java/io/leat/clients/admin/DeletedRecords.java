package io.leat.clients.admin;

import java.util.Objects;

/** What is left after a deletion. Immutable. */
public class DeletedRecords {

    private final long lowWatermark;

    public DeletedRecords(long lowWatermark) {
        this.lowWatermark = lowWatermark;
    }

    /** The first offset that still exists. */
    public long lowWatermark() {
        return lowWatermark;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeletedRecords that && lowWatermark == that.lowWatermark;
    }

    @Override
    public int hashCode() {
        return Objects.hash(lowWatermark);
    }

    @Override
    public String toString() {
        return "DeletedRecords(lowWatermark=" + lowWatermark + ")";
    }
}
