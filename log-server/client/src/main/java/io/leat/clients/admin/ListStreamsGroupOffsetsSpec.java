package io.leat.clients.admin;

import io.leat.common.TopicPartition;
import java.util.Collection;

/** Which offsets of a group to list. */
public class ListStreamsGroupOffsetsSpec {

    private Collection<TopicPartition> topicPartitions;

    /** Only these; null means all that have one. */
    public ListStreamsGroupOffsetsSpec topicPartitions(Collection<TopicPartition> topicPartitions) {
        this.topicPartitions = topicPartitions;
        return this;
    }

    public Collection<TopicPartition> topicPartitions() {
        return topicPartitions;
    }
}
