package io.leat.streams.task;

import io.leat.common.TopicPartition;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Whether a task may go on although one of its partitions has nothing ({@code max.task.idle.ms},
 * KIP-695). Owned by the task's thread.
 *
 * <p>-1 never waits; 0 waits for what is known to be on the server; more waits that long again for
 * what may be produced. Waiting keeps records of several partitions in the order of their
 * timestamps. Every partition is looked at each time, so that waits for several run side by side;
 * Kafka looks up to the first that is not ready.
 */
final class IdleWait {

    /** Never wait. */
    static final long DISABLED = -1;

    private final long maxIdleMs;
    private final Function<TopicPartition, OptionalLong> lag;
    private final Map<TopicPartition, Long> deadlines = new HashMap<>();

    /**
     * @param lag how many records of a partition are not read yet; empty while that is unknown
     */
    IdleWait(long maxIdleMs, Function<TopicPartition, OptionalLong> lag) {
        this.maxIdleMs = maxIdleMs;
        this.lag = lag;
    }

    boolean disabled() {
        return maxIdleMs == DISABLED;
    }

    /** Whether time counts for partitions that have nothing. */
    boolean counts() {
        return maxIdleMs > 0;
    }

    /** Whether all records of {@code partition} that the server has were read. */
    boolean caughtUp(TopicPartition partition) {
        OptionalLong behind = lag.apply(partition);
        return behind.isPresent() && behind.getAsLong() <= 0;
    }

    /** Records of {@code partition} wait: nobody waits for them. */
    void filled(TopicPartition partition) {
        deadlines.remove(partition);
    }

    /** Whether it was waited long enough for records of the empty {@code partition}. */
    boolean over(TopicPartition partition, long nowMs) {
        OptionalLong behind = lag.apply(partition);
        if (behind.isEmpty() || behind.getAsLong() > 0) {
            deadlines.remove(partition);
            return false;
        }
        return !counts()
                || nowMs >= deadlines.computeIfAbsent(partition, first -> nowMs + maxIdleMs);
    }
}
