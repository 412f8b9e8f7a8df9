package io.leat.log.broker.partition;

import io.leat.log.runtime.EventLoop;
import java.util.ArrayList;
import java.util.List;

/** Which shard owns which partition. Immutable; safe on every loop. */
public final class ShardMap {

    private final List<Shard> shards;

    public ShardMap(List<EventLoop> loops) {
        List<Shard> made = new ArrayList<>();
        for (EventLoop loop : loops) {
            made.add(new Shard(made.size(), loop));
        }
        this.shards = List.copyOf(made);
    }

    public List<Shard> shards() {
        return shards;
    }

    /** The owner of a partition: neighbours of one topic are spread evenly. */
    public Shard owner(TopicIdPartition id) {
        long mixed = (id.topicId().high() ^ id.topicId().low()) * 0x9e3779b97f4a7c15L;
        int first = (int) ((mixed >>> 32) % shards.size());
        return shards.get((int) ((Integer.toUnsignedLong(first) + id.partition()) % shards.size()));
    }

    /** A way to reach the partition, open or not. */
    public PartitionRef ref(TopicIdPartition id) {
        return new PartitionRef(id, owner(id));
    }
}
