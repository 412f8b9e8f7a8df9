package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import java.util.Map;

/** Result of {@link Admin#deleteShareGroupOffsets}. */
public class DeleteShareGroupOffsetsResult {

    private final Map<String, KafkaFuture<Void>> futures;

    DeleteShareGroupOffsetsResult(Map<String, KafkaFuture<Void>> futures) {
        this.futures = futures;
    }

    /** The outcome for one that was asked for. */
    public KafkaFuture<Void> topicResult(String topic) {
        return Futures.of(futures, topic);
    }

    /** Succeeds when all have, fails when one has. */
    public KafkaFuture<Void> all() {
        return Futures.allOf(futures.values());
    }
}
