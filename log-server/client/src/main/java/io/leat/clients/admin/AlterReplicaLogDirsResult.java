package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartitionReplica;
import java.util.Map;

/** Result of {@link Admin#alterReplicaLogDirs}. */
public class AlterReplicaLogDirsResult {

    private final Map<TopicPartitionReplica, KafkaFuture<Void>> futures;

    AlterReplicaLogDirsResult(Map<TopicPartitionReplica, KafkaFuture<Void>> futures) {
        this.futures = futures;
    }

    /** The outcome of each. */
    public Map<TopicPartitionReplica, KafkaFuture<Void>> values() {
        return futures;
    }

    /** Succeeds when all have, fails when one has. */
    public KafkaFuture<Void> all() {
        return Futures.allOf(futures.values());
    }
}
