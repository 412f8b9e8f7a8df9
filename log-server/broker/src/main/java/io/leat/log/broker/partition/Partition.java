package io.leat.log.broker.partition;

import io.leat.log.broker.config.TopicConfig;
import io.leat.log.runtime.EventLoop;

/** One replica of a partition, open on this broker. Owned by its shard's loop. */
public abstract class Partition {

    private final TopicIdPartition id;
    private final EventLoop loop;

    protected Partition(TopicIdPartition id, EventLoop loop) {
        this.id = id;
        this.loop = loop;
    }

    public final TopicIdPartition id() {
        return id;
    }

    /** The loop of its shard. */
    public final EventLoop loop() {
        return loop;
    }

    /** The metadata image says something new: what it said at first, it was opened with. */
    protected abstract void update(Assignment assignment);

    /**
     * Takes no more requests, makes everything durable and lets go of its files; then runs {@code
     * done} on its loop. Called once.
     *
     * @param clean false if its files are about to be deleted, and nothing needs to be durable
     */
    protected abstract void close(boolean clean, Runnable done);

    /**
     * What the metadata image says about a replica on this broker.
     *
     * @param leader whether this broker leads the partition
     * @param leaderEpoch the epoch of whoever leads it
     * @param replicas how many replicas it has
     * @param config the settings of its topic
     */
    public record Assignment(boolean leader, int leaderEpoch, int replicas, TopicConfig config) {}
}
