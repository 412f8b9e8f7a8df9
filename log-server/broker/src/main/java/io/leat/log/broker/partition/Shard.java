package io.leat.log.broker.partition;

import io.leat.log.runtime.EventLoop;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event loop and the partitions it owns. What it holds is touched on its loop only; everyone
 * else goes through a {@link PartitionRef}.
 */
public final class Shard {

    private final int id;
    private final EventLoop loop;
    private final Map<TopicIdPartition, Partition> partitions = new HashMap<>();

    Shard(int id, EventLoop loop) {
        this.id = id;
        this.loop = loop;
    }

    public int id() {
        return id;
    }

    public EventLoop loop() {
        return loop;
    }

    /** The partition, or null while it is not open here. */
    public @Nullable Partition partition(TopicIdPartition id) {
        loop.checkInLoop();
        return partitions.get(id);
    }

    /** All partitions open here, at this moment. */
    public Collection<Partition> partitions() {
        loop.checkInLoop();
        return List.copyOf(partitions.values());
    }

    void add(Partition partition) {
        loop.checkInLoop();
        partitions.put(partition.id(), partition);
    }

    void remove(TopicIdPartition id) {
        loop.checkInLoop();
        partitions.remove(id);
    }

    @Override
    public String toString() {
        return "shard-" + id;
    }
}
