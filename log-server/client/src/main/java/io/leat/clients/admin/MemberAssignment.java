package io.leat.clients.admin;

import io.leat.common.TopicPartition;
import java.util.Objects;
import java.util.Set;

/** The partitions a member has. Immutable. */
public class MemberAssignment {

    private final Set<TopicPartition> topicPartitions;

    public MemberAssignment(Set<TopicPartition> topicPartitions) {
        this.topicPartitions = topicPartitions;
    }

    public Set<TopicPartition> topicPartitions() {
        return topicPartitions;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MemberAssignment that
                && Objects.equals(topicPartitions, that.topicPartitions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(topicPartitions);
    }

    @Override
    public String toString() {
        return "MemberAssignment(topicPartitions=" + topicPartitions + ")";
    }
}
