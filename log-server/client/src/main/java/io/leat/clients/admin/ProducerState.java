package io.leat.clients.admin;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a partition leader knows about a producer. Immutable. */
public class ProducerState {

    private final long producerId;
    private final int producerEpoch;
    private final int lastSequence;
    private final long lastTimestamp;
    private final OptionalInt coordinatorEpoch;
    private final OptionalLong currentTransactionStartOffset;

    public ProducerState(
            long producerId,
            int producerEpoch,
            int lastSequence,
            long lastTimestamp,
            OptionalInt coordinatorEpoch,
            OptionalLong currentTransactionStartOffset) {
        this.producerId = producerId;
        this.producerEpoch = producerEpoch;
        this.lastSequence = lastSequence;
        this.lastTimestamp = lastTimestamp;
        this.coordinatorEpoch = coordinatorEpoch;
        this.currentTransactionStartOffset = currentTransactionStartOffset;
    }

    public long producerId() {
        return producerId;
    }

    public int producerEpoch() {
        return producerEpoch;
    }

    public int lastSequence() {
        return lastSequence;
    }

    public long lastTimestamp() {
        return lastTimestamp;
    }

    public OptionalInt coordinatorEpoch() {
        return coordinatorEpoch;
    }

    public OptionalLong currentTransactionStartOffset() {
        return currentTransactionStartOffset;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProducerState that
                && producerId == that.producerId
                && producerEpoch == that.producerEpoch
                && lastSequence == that.lastSequence
                && lastTimestamp == that.lastTimestamp
                && Objects.equals(coordinatorEpoch, that.coordinatorEpoch)
                && Objects.equals(
                        currentTransactionStartOffset, that.currentTransactionStartOffset);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                producerId,
                producerEpoch,
                lastSequence,
                lastTimestamp,
                coordinatorEpoch,
                currentTransactionStartOffset);
    }

    @Override
    public String toString() {
        return "ProducerState(producerId="
                + producerId
                + ", producerEpoch="
                + producerEpoch
                + ", lastSequence="
                + lastSequence
                + ", lastTimestamp="
                + lastTimestamp
                + ", coordinatorEpoch="
                + coordinatorEpoch
                + ", currentTransactionStartOffset="
                + currentTransactionStartOffset
                + ")";
    }
}
