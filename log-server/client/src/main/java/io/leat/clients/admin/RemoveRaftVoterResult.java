package io.leat.clients.admin;

import io.leat.common.KafkaFuture;

/** Result of {@link Admin#removeRaftVoter}. */
public class RemoveRaftVoterResult {

    private final KafkaFuture<Void> future;

    RemoveRaftVoterResult(KafkaFuture<Void> future) {
        this.future = future;
    }

    /** Succeeds when the node votes no more. */
    public KafkaFuture<Void> all() {
        return future;
    }
}
