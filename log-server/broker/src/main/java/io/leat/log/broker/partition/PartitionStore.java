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

    /** Whether all that was closed is on disk as it should be: the next start may rely on it. */
    default boolean isIntact() {
        return true;
    }

    /**
     * All partitions are closed, and the store {@linkplain #isIntact is intact}: notes what makes
     * the next start quick. Blocks.
     */
    default void closed() {}

    /** Deletes the data of a partition that is not open, then runs {@code done} on the loop. */
    void delete(TopicIdPartition id, Shard shard, Runnable done);

    /**
     * Deletes the data of every partition but {@code assigned}: what was left of topics deleted
     * while this broker was down. Called once, on the first loop, before anything is opened.
     */
    void deleteOthers(Set<TopicIdPartition> assigned);

    /** Whether the disk failed, so that no partition can be used until a restart. On every loop. */
    default boolean isOffline() {
        return false;
    }
}
