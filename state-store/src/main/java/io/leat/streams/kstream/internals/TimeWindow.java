package io.leat.streams.kstream.internals;

import io.leat.streams.kstream.Window;

/** A window of fixed size; its end is outside. Immutable. */
public class TimeWindow extends Window {

    public TimeWindow(long startMs, long endMs) throws IllegalArgumentException {
        super(startMs, endMs);
        if (startMs == endMs) {
            throw new IllegalArgumentException(
                    "A time window must end after its start at " + startMs + ".");
        }
    }

    /** The window of {@code sizeMs} from {@code startMs}; it ends with time at the latest. */
    public static TimeWindow ofSize(long startMs, long sizeMs) {
        long endMs = startMs + sizeMs;
        return new TimeWindow(startMs, endMs < 0 ? Long.MAX_VALUE : endMs);
    }

    @Override
    public boolean overlap(Window other) throws IllegalArgumentException {
        checkKind(other);
        return startMs < other.end() && other.start() < endMs;
    }
}
