package io.leat.streams.runtime;

import io.leat.streams.runtime.Restoration.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Where a stream thread finds the stores it ordered. Safe for several threads. */
final class Mailbox {

    private final List<Outcome> outcomes = new ArrayList<>();
    private boolean closed;

    /** Whether it was taken; nobody takes anything from a closed one. */
    synchronized boolean put(Outcome outcome) {
        return !closed && outcomes.add(outcome);
    }

    /** What has come since the last call. */
    synchronized List<Outcome> take() {
        List<Outcome> taken = new ArrayList<>(outcomes);
        outcomes.clear();
        return taken;
    }

    /** What has come last; nothing is taken any more. */
    synchronized List<Outcome> close() {
        closed = true;
        return take();
    }
}
