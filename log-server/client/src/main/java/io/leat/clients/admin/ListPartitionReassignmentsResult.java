package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import java.util.Map;

/** Result of {@link Admin#listPartitionReassignments}. */
public class ListPartitionReassignmentsResult {

    private final KafkaFuture<Map<TopicPartition, PartitionReassignment>> future;

    ListPartitionReassignmentsResult(
            KafkaFuture<Map<TopicPartition, PartitionReassignment>> future) {
        this.future = future;
    }

    /** The partitions whose replicas are moving, and how. */
    public KafkaFuture<Map<TopicPartition, PartitionReassignment>> reassignments() {
        return future;
    }
}
