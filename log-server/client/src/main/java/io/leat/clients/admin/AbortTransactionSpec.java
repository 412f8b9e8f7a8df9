package io.leat.clients.admin;

import io.leat.common.TopicPartition;
import java.util.Objects;

/** A transaction of one partition to abort by force. Immutable. */
public class AbortTransactionSpec {

    private final TopicPartition topicPartition;
    private final long producerId;
    private final short producerEpoch;
    private final int coordinatorEpoch;

    public AbortTransactionSpec(
            TopicPartition topicPartition,
            long producerId,
            short producerEpoch,
            int coordinatorEpoch) {
        this.topicPartition = topicPartition;
        this.producerId = producerId;
        this.producerEpoch = producerEpoch;
        this.coordinatorEpoch = coordinatorEpoch;
    }

    public TopicPartition topicPartition() {
        return topicPartition;
    }

    public long producerId() {
        return producerId;
    }

    public short producerEpoch() {
        return producerEpoch;
    }

    public int coordinatorEpoch() {
        return coordinatorEpoch;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AbortTransactionSpec that
                && Objects.equals(topicPartition, that.topicPartition)
                && producerId == that.producerId
                && producerEpoch == that.producerEpoch
                && coordinatorEpoch == that.coordinatorEpoch;
    }

    @Override
    public int hashCode() {
        return Objects.hash(topicPartition, producerId, producerEpoch, coordinatorEpoch);
    }

    @Override
    public String toString() {
        return "AbortTransactionSpec(topicPartition="
                + topicPartition
                + ", producerId="
                + producerId
                + ", producerEpoch="
                + producerEpoch
                + ", coordinatorEpoch="
                + coordinatorEpoch
                + ")";
    }
}
