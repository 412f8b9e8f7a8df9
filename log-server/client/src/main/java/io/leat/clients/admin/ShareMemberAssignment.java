package io.leat.clients.admin;

import io.leat.common.TopicPartition;
import java.util.Objects;
import java.util.Set;

/** The partitions of which a member of a share group is given records. Immutable. */
public class ShareMemberAssignment {

    private final Set<TopicPartition> topicPartitions;

    public ShareMemberAssignment(Set<TopicPartition> topicPartitions) {
        this.topicPartitions = topicPartitions;
    }

    public Set<TopicPartition> topicPartitions() {
        return topicPartitions;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShareMemberAssignment that
                && Objects.equals(topicPartitions, that.topicPartitions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(topicPartitions);
    }

    @Override
    public String toString() {
        return "ShareMemberAssignment(topicPartitions=" + topicPartitions + ")";
    }
}
