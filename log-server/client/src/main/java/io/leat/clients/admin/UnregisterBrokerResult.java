package io.leat.clients.admin;

import io.leat.common.KafkaFuture;

/** Result of {@link Admin#unregisterBroker}. */
public class UnregisterBrokerResult {

    private final KafkaFuture<Void> future;

    UnregisterBrokerResult(KafkaFuture<Void> future) {
        this.future = future;
    }

    /** Succeeds when the broker is forgotten. */
    public KafkaFuture<Void> all() {
        return future;
    }
}
