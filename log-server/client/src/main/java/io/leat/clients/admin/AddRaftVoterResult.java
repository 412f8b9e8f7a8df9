package io.leat.clients.admin;

import io.leat.common.KafkaFuture;

/** Result of {@link Admin#addRaftVoter}. */
public class AddRaftVoterResult {

    private final KafkaFuture<Void> future;

    AddRaftVoterResult(KafkaFuture<Void> future) {
        this.future = future;
    }

    /** Succeeds when the node votes. */
    public KafkaFuture<Void> all() {
        return future;
    }
}
