package io.leat.log.coordinator.group;

/** A partition by the name of its topic, as offsets are kept. Immutable. */
public record TopicPartition(String topic, int partition) {

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
