package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import java.util.Map;

/** Result of {@link Admin#alterPartitionReassignments}. */
public class AlterPartitionReassignmentsResult {

    private final Map<TopicPartition, KafkaFuture<Void>> futures;

    AlterPartitionReassignmentsResult(Map<TopicPartition, KafkaFuture<Void>> futures) {
        this.futures = futures;
    }

    /** The outcome of each. */
    public Map<TopicPartition, KafkaFuture<Void>> values() {
        return futures;
    }

    /** Succeeds when all have, fails when one has. */
    public KafkaFuture<Void> all() {
        return Futures.allOf(futures.values());
    }
}
