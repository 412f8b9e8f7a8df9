package io.leat.streams.kstream.internals;

import io.leat.streams.kstream.Window;

/** The span of a session, from its first to its last record; both belong to it. Immutable. */
public class SessionWindow extends Window {

    public SessionWindow(long startMs, long endMs) throws IllegalArgumentException {
        super(startMs, endMs);
    }

    @Override
    public boolean overlap(Window other) throws IllegalArgumentException {
        checkKind(other);
        return startMs <= other.end() && other.start() <= endMs;
    }
}
