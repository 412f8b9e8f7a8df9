package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.config.ConfigResource;
import java.util.Map;

/** Result of {@link Admin#incrementalAlterConfigs}. */
public class AlterConfigsResult {

    private final Map<ConfigResource, KafkaFuture<Void>> futures;

    AlterConfigsResult(Map<ConfigResource, KafkaFuture<Void>> futures) {
        this.futures = futures;
    }

    /** The outcome for each resource. */
    public Map<ConfigResource, KafkaFuture<Void>> values() {
        return futures;
    }

    /** Succeeds when all have, fails when one has. */
    public KafkaFuture<Void> all() {
        return Futures.allOf(futures.values());
    }
}
