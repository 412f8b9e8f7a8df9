package io.leat.log.broker.node;

import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.PartitionStore;
import io.leat.log.broker.partition.Shard;
import io.leat.log.broker.partition.TopicIdPartition;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Partitions without data, which remember in which leader epoch they were opened. */
record RememberingStore(Map<String, Integer> opened, Set<String> deleted)
        implements PartitionStore {

    @Override
    public void open(
            TopicIdPartition id,
            Shard shard,
            Partition.Assignment assignment,
            BiConsumer<Partition, Throwable> done) {
        opened.put(id.toString(), assignment.leaderEpoch());
        // Recovery takes a turn of the loop, so that the image can change meanwhile.
        shard.loop().schedule(5, () -> done.accept(new Empty(id, shard), null));
    }

    @Override
    public void delete(TopicIdPartition id, Shard shard, Runnable done) {
        deleted.add(id.toString());
        shard.loop().schedule(5, done);
    }

    @Override
    public void deleteOthers(Set<TopicIdPartition> assigned) {}

    private static final class Empty extends Partition {
        Empty(TopicIdPartition id, Shard shard) {
            super(id, shard.loop());
        }

        @Override
        protected void update(Assignment assignment) {}

        @Override
        protected void close(boolean clean, Runnable done) {
            loop().execute(done);
        }
    }
}
