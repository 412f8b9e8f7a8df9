package io.leat.streams.metrics;

import io.leat.log.runtime.Clock;

/**
 * A thread that records, and the wall clock as it last looked at it: once for many records, because
 * that is enough for metrics. Owned by that thread.
 */
public final class RecordingThread {

    private final String name;
    private final Clock clock;
    private long nowMs;

    public RecordingThread(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
        look();
    }

    public String name() {
        return name;
    }

    public Clock clock() {
        return clock;
    }

    /** Looks at the wall clock. */
    public void look() {
        nowMs = clock.epochMillis();
    }

    /** The wall clock at the last look, in milliseconds since the epoch. */
    public long nowMs() {
        return nowMs;
    }
}
