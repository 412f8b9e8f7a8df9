package io.leat.log.broker;

import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.PartitionStore;
import io.leat.log.broker.partition.Shard;
import io.leat.log.broker.partition.TopicIdPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Partitions without data, which open at once or when a test says so. A test's thread owns it. */
public final class HeldStore implements PartitionStore {

    private final List<Runnable> held = new ArrayList<>();
    private boolean holding;

    /** From now on partitions stay unopened. */
    public void hold() {
        holding = true;
    }

    /** Opens what was held. */
    public void release() {
        holding = false;
        held.forEach(Runnable::run);
        held.clear();
    }

    @Override
    public void open(
            TopicIdPartition id,
            Shard shard,
            Partition.Assignment assignment,
            BiConsumer<Partition, Throwable> done) {
        Runnable opened = () -> done.accept(new Empty(id, shard), null);
        if (holding) {
            held.add(opened);
        } else {
            opened.run();
        }
    }

    @Override
    public void delete(TopicIdPartition id, Shard shard, Runnable done) {
        done.run();
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
            done.run();
        }
    }
}
