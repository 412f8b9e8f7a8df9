package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import java.util.Map;

/** Result of {@link Admin#alterStreamsGroupOffsets}. */
public class AlterStreamsGroupOffsetsResult {

    private final Map<TopicPartition, KafkaFuture<Void>> futures;

    AlterStreamsGroupOffsetsResult(Map<TopicPartition, KafkaFuture<Void>> futures) {
        this.futures = futures;
    }

    /** The outcome for one that was asked for. */
    public KafkaFuture<Void> partitionResult(TopicPartition partition) {
        return Futures.of(futures, partition);
    }

    /** Succeeds when all have, fails when one has. */
    public KafkaFuture<Void> all() {
        return Futures.allOf(futures.values());
    }
}
