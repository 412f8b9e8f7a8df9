package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import java.util.Map;

/** Result of {@link Admin#deleteShareGroups}. */
public class DeleteShareGroupsResult {

    private final Map<String, KafkaFuture<Void>> futures;

    DeleteShareGroupsResult(Map<String, KafkaFuture<Void>> futures) {
        this.futures = futures;
    }

    /** The outcome for each group. */
    public Map<String, KafkaFuture<Void>> deletedGroups() {
        return futures;
    }

    /** Succeeds when all have, fails when one has. */
    public KafkaFuture<Void> all() {
        return Futures.allOf(futures.values());
    }
}
