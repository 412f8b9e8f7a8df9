package io.leat.log.server;

import io.leat.log.broker.Broker;
import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.PartitionStore;
import io.leat.log.broker.partition.Shard;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.runtime.Disk;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Partitions that hold nothing, for a broker that answers no request for data. */
final class NoDataStore implements PartitionStore {

    NoDataStore(Broker broker, Disk disk, boolean clean) {}

    @Override
    public void open(
            TopicIdPartition id,
            Shard shard,
            Partition.Assignment assignment,
            BiConsumer<@Nullable Partition, @Nullable Throwable> done) {
        done.accept(new NoData(id, shard), null);
    }

    @Override
    public void delete(TopicIdPartition id, Shard shard, Runnable done) {
        done.run();
    }

    @Override
    public void deleteOthers(Set<TopicIdPartition> assigned) {}

    private static final class NoData extends Partition {
        NoData(TopicIdPartition id, Shard shard) {
            super(id, shard.loop());
        }

        @Override
        protected void update(Assignment assignment) {}

        @Override
        protected void close(boolean clean, Runnable done) {
            done.run();
        }
    }
}
