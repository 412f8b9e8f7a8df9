package io.leat.log.broker.partition;

import io.leat.log.protocol.Uuid;

/**
 * Names one partition for good: a topic that is created anew under the same name has another id.
 */
public record TopicIdPartition(Uuid topicId, String topic, int partition) {

    /** As people and directories write it. */
    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
