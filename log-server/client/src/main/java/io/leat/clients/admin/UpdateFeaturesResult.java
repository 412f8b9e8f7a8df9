package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import java.util.Map;

/** Result of {@link Admin#updateFeatures}. */
public class UpdateFeaturesResult {

    private final Map<String, KafkaFuture<Void>> futures;

    UpdateFeaturesResult(Map<String, KafkaFuture<Void>> futures) {
        this.futures = futures;
    }

    /** The outcome of each. */
    public Map<String, KafkaFuture<Void>> values() {
        return futures;
    }

    /** Succeeds when all have, fails when one has. */
    public KafkaFuture<Void> all() {
        return Futures.allOf(futures.values());
    }
}
