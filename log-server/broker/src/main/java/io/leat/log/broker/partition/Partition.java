package io.leat.log.broker.partition;

import io.leat.log.runtime.EventLoop;

/** One replica of a partition, open on this broker. Owned by its shard's loop. */
public final class Partition {

    private final TopicIdPartition id;
    private final EventLoop loop;
    private int leaderEpoch;

    Partition(TopicIdPartition id, EventLoop loop, int leaderEpoch) {
        this.id = id;
        this.loop = loop;
        this.leaderEpoch = leaderEpoch;
    }

    public TopicIdPartition id() {
        return id;
    }

    public EventLoop loop() {
        return loop;
    }

    public int leaderEpoch() {
        return leaderEpoch;
    }
}
