package io.leat.streams.kstream.internals;

import io.leat.streams.kstream.Window;

/** A window without end. Immutable. */
public class UnlimitedWindow extends Window {

    public UnlimitedWindow(long startMs) {
        super(startMs, Long.MAX_VALUE);
    }

    @Override
    public boolean overlap(Window other) {
        checkKind(other);
        return true;
    }
}
