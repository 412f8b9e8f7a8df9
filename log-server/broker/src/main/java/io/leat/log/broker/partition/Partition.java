package io.leat.log.broker.partition;

import io.leat.log.broker.config.TopicConfig;
import io.leat.log.protocol.Uuid;
import io.leat.log.quorum.image.PartitionImage;
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
     * What the metadata image says about a replica on this broker. Immutable.
     *
     * @param state of the partition
     * @param nodeId of this broker
     * @param config the settings of its topic
     */
    public record Assignment(PartitionImage state, int nodeId, TopicConfig config) {

        /** By hand, as in {@link Uuid}: each newer image is compared for every partition. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Assignment assignment
                    && nodeId == assignment.nodeId
                    && (state == assignment.state || state.equals(assignment.state))
                    && config.equals(assignment.config);
        }

        @Override
        public int hashCode() {
            return 31 * state.hashCode() + nodeId;
        }

        /** Whether this broker leads. */
        public boolean leads() {
            return state.leader() == nodeId;
        }

        /** Whether another broker leads. */
        public boolean follows() {
            return state.hasLeader() && !leads();
        }

        /** The epoch of whoever leads. */
        public int leaderEpoch() {
            return state.leaderEpoch();
        }

        /** How many replicas it has. */
        public int replicas() {
            return state.replicas().size();
        }
    }
}
