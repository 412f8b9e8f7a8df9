package io.leat.clients.admin;

import java.util.Objects;

/** How far to delete. Immutable. */
public class RecordsToDelete {

    private final long offset;

    private RecordsToDelete(long offset) {
        this.offset = offset;
    }

    /** All records before {@code offset}; -1 means the high watermark. */
    public static RecordsToDelete beforeOffset(long offset) {
        return new RecordsToDelete(offset);
    }

    public long beforeOffset() {
        return offset;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordsToDelete that && offset == that.offset;
    }

    @Override
    public int hashCode() {
        return Objects.hash(offset);
    }

    @Override
    public String toString() {
        return "RecordsToDelete(offset=" + offset + ")";
    }
}
