package io.leat.clients.admin;

import io.leat.common.TopicPartition;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which partitions of a share group to ask about. */
public class ListShareGroupOffsetsSpec {

    private @Nullable Collection<TopicPartition> topicPartitions;

    /** Only these; null means all that the group shares. */
    public ListShareGroupOffsetsSpec topicPartitions(
            @Nullable Collection<TopicPartition> topicPartitions) {
        this.topicPartitions = topicPartitions;
        return this;
    }

    public @Nullable Collection<TopicPartition> topicPartitions() {
        return topicPartitions;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ListShareGroupOffsetsSpec that
                && Objects.equals(topicPartitions, that.topicPartitions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(topicPartitions);
    }

    @Override
    public String toString() {
        return "ListShareGroupOffsetsSpec(topicPartitions=" + topicPartitions + ")";
    }
}
