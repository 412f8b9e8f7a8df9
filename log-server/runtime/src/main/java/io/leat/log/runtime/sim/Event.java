package io.leat.log.runtime.sim;

import io.leat.log.runtime.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Something that will happen at one moment of virtual time. Events of the same moment are ordered
 * by a tie-break drawn from the seed, so that seeds explore different interleavings.
 */
final class Event implements Comparable<Event>, Timer {

    /** What an event is, for the hash. */
    enum Kind {
        SCRIPT,
        LOOP,
        TIMER,
        OFFLOAD,
        NETWORK,
        THREAD
    }

    final long atNanos;
    final Kind kind;
    final @Nullable Life life;
    final Runnable body;
    private final long tieBreak;
    private final long sequence;
    private boolean cancelled;

    Event(
            long atNanos,
            long tieBreak,
            long sequence,
            Kind kind,
            @Nullable Life life,
            Runnable body) {
        this.atNanos = atNanos;
        this.tieBreak = tieBreak;
        this.sequence = sequence;
        this.kind = kind;
        this.life = life;
        this.body = body;
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    boolean cancelled() {
        return cancelled;
    }

    @Override
    public int compareTo(Event other) {
        int byTime = Long.compare(atNanos, other.atNanos);
        if (byTime != 0) {
            return byTime;
        }
        int byTie = Long.compare(tieBreak, other.tieBreak);
        return byTie != 0 ? byTie : Long.compare(sequence, other.sequence);
    }
}
