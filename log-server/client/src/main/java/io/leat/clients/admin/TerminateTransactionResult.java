package io.leat.clients.admin;

import io.leat.common.KafkaFuture;

/** Result of {@link Admin#forceTerminateTransaction}. */
public class TerminateTransactionResult {

    private final KafkaFuture<Void> future;

    TerminateTransactionResult(KafkaFuture<Void> future) {
        this.future = future;
    }

    /** Succeeds when the transaction is aborted. */
    public KafkaFuture<Void> result() {
        return future;
    }
}
