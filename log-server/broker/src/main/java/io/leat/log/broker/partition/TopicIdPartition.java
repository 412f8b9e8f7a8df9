package io.leat.log.broker.partition;

import io.leat.log.protocol.Uuid;

/**
 * Names one partition for good: a topic that is created anew under the same name has another id.
 */
public record TopicIdPartition(Uuid topicId, String topic, int partition) {

    /** By hand, as in {@link Uuid}: every request looks for partitions. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TopicIdPartition id
                && partition == id.partition
                && topicId.equals(id.topicId)
                && topic.equals(id.topic);
    }

    @Override
    public int hashCode() {
        return 31 * topicId.hashCode() + partition;
    }

    /** As people and directories write it. */
    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
