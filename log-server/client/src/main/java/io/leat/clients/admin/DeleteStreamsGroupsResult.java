package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import java.util.Map;

/** Result of {@link Admin#deleteStreamsGroups}. */
public class DeleteStreamsGroupsResult {

    private final Map<String, KafkaFuture<Void>> futures;

    DeleteStreamsGroupsResult(Map<String, KafkaFuture<Void>> futures) {
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
