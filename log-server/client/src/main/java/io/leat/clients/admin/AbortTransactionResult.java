package io.leat.clients.admin;

import io.leat.common.KafkaFuture;

/** Result of {@link Admin#abortTransaction}. */
public class AbortTransactionResult {

    private final KafkaFuture<Void> future;

    AbortTransactionResult(KafkaFuture<Void> future) {
        this.future = future;
    }

    /** Succeeds when the marker is written. */
    public KafkaFuture<Void> all() {
        return future;
    }
}
