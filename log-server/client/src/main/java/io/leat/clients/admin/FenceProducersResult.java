package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import java.util.HashMap;
import java.util.Map;

/** Result of {@link Admin#fenceProducers}. */
public class FenceProducersResult {

    /** What the coordinator gave the next producer with the id. */
    record Fenced(long producerId, short epoch) {}

    private final Map<String, KafkaFuture<Fenced>> futures;

    FenceProducersResult(Map<String, KafkaFuture<Fenced>> futures) {
        this.futures = futures;
    }

    /** The outcome for each transactional id. */
    public Map<String, KafkaFuture<Void>> fencedProducers() {
        Map<String, KafkaFuture<Void>> outcomes = new HashMap<>();
        futures.forEach((id, future) -> outcomes.put(id, future.thenApply(fenced -> null)));
        return outcomes;
    }

    /** The producer id now in force. */
    public KafkaFuture<Long> producerId(String transactionalId) {
        return Futures.of(futures, transactionalId).thenApply(Fenced::producerId);
    }

    /** The epoch now in force. */
    public KafkaFuture<Short> epochId(String transactionalId) {
        return Futures.of(futures, transactionalId).thenApply(Fenced::epoch);
    }

    /** Succeeds when all are fenced. */
    public KafkaFuture<Void> all() {
        return Futures.allOf(futures.values());
    }
}
