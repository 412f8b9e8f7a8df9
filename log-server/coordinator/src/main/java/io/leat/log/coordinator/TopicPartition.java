package io.leat.log.coordinator;

/** A partition by the name of its topic, as the records of coordinators name it. Immutable. */
public record TopicPartition(String topic, int partition) {

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
