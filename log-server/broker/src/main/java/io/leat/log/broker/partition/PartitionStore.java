package io.leat.log.broker.partition;

import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Opens and deletes the data of partitions. Called on the loop of the partition's shard. */
public interface PartitionStore {

    /**
     * Opens a partition, recovering it off the loops where needed, and calls {@code done} on the
     * shard's loop with it or with what went wrong.
     */
    void open(
            TopicIdPartition id,
            Shard shard,
            Partition.Assignment assignment,
            BiConsumer<@Nullable Partition, @Nullable Throwable> done);

    /** Deletes the data of a partition that is not open, then runs {@code done} on the loop. */
    void delete(TopicIdPartition id, Shard shard, Runnable done);

    /**
     * Deletes the data of every partition but {@code assigned}: what was left of topics deleted
     * while this broker was down. Called once, on the first loop, before anything is opened.
     */
    void deleteOthers(Set<TopicIdPartition> assigned);
}
