package io.leat.common;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One broker's copy of a partition. */
public final class TopicPartitionReplica implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String topic;
    private final int partition;
    private final int brokerId;

    public TopicPartitionReplica(String topic, int partition, int brokerId) {
        this.topic = Objects.requireNonNull(topic, "topic");
        this.partition = partition;
        this.brokerId = brokerId;
    }

    public String topic() {
        return topic;
    }

    public int partition() {
        return partition;
    }

    public int brokerId() {
        return brokerId;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof TopicPartitionReplica that
                        && partition == that.partition
                        && brokerId == that.brokerId
                        && topic.equals(that.topic);
    }

    @Override
    public int hashCode() {
        return Objects.hash(topic, partition, brokerId);
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "-" + brokerId;
    }
}
