package io.leat.streams.kstream;

import java.time.Instant;

/**
 * A span of time, from {@link #start} to {@link #end} in milliseconds since the epoch. Whether the
 * end belongs to it is up to its kind. Immutable.
 */
public abstract class Window {

    protected final long startMs;
    protected final long endMs;

    public Window(long startMs, long endMs) throws IllegalArgumentException {
        if (startMs < 0) {
            throw new IllegalArgumentException(
                    "A window cannot start before the epoch, at " + startMs + ".");
        }
        if (endMs < startMs) {
            throw new IllegalArgumentException(
                    "A window cannot end at " + endMs + ", before its start at " + startMs + ".");
        }
        this.startMs = startMs;
        this.endMs = endMs;
    }

    public long start() {
        return startMs;
    }

    public long end() {
        return endMs;
    }

    public Instant startTime() {
        return Instant.ofEpochMilli(startMs);
    }

    public Instant endTime() {
        return Instant.ofEpochMilli(endMs);
    }

    /** Whether the two share a moment; they must be of one kind. */
    public abstract boolean overlap(Window other);

    /** Fails unless {@code other} is of the same kind. */
    protected final void checkKind(Window other) {
        if (getClass() != other.getClass()) {
            throw new IllegalArgumentException(
                    "Windows of two kinds cannot be compared: "
                            + getClass()
                            + " and "
                            + other.getClass()
                            + ".");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other != null
                && getClass() == other.getClass()
                && startMs == ((Window) other).startMs
                && endMs == ((Window) other).endMs;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(startMs) + Long.hashCode(endMs);
    }

    @Override
    public String toString() {
        return "Window{startMs=" + startMs + ", endMs=" + endMs + '}';
    }
}
