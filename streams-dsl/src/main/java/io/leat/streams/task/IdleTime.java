package io.leat.streams.task;

import io.leat.streams.topology.GraphNode;
import io.leat.streams.topology.Subtopology;
import java.time.Duration;

/**
 * Lets the stream time of a task go on with the wall clock once its input was silent for so long
 * ({@code stream.time.max.idle.ms}, {@code Consumed.withMaxIdle}). Owned by the task's thread.
 *
 * <p>The time is then what it was at the last record, and as much more as has passed since: event
 * time is taken to run as fast as the clock. So it does not matter how old the records are.
 */
final class IdleTime {

    /** The committed time of this name says how far a silent task had come. */
    static final String NAME = "idle-time";

    private final long maxIdleMs;
    private long activeMs = -1;
    private long timeThen = -1;

    private IdleTime(long maxIdleMs) {
        this.maxIdleMs = maxIdleMs;
    }

    /** As the most patient source says; off when one of them waits for good. */
    static IdleTime of(Subtopology subtopology, TaskSettings settings) {
        long most = -1;
        for (GraphNode.Source source : subtopology.sources()) {
            Duration own = source.maxIdle();
            long maxIdleMs = own == null ? settings.timeMaxIdleMs() : own.toMillis();
            if (maxIdleMs < 0) {
                return new IdleTime(-1);
            }
            most = Math.max(most, maxIdleMs);
        }
        return new IdleTime(most);
    }

    boolean enabled() {
        return maxIdleMs >= 0;
    }

    /** There was input at {@code nowMs} by the monotonic clock, and led to that stream time. */
    void active(long nowMs, long streamTime) {
        activeMs = nowMs;
        timeThen = streamTime;
    }

    /** The stream time of a task that is silent; -1 when it is not known or not silent enough. */
    long time(long nowMs, long streamTime) {
        if (timeThen < 0) {
            active(nowMs, streamTime);
        }
        long silent = nowMs - activeMs;
        return timeThen < 0 || silent < maxIdleMs ? -1 : timeThen + silent;
    }
}
