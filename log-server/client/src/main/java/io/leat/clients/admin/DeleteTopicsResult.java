package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.Uuid;
import java.util.Map;

/** Result of {@link Admin#deleteTopics}: by name or by id, as the topics were named. */
public class DeleteTopicsResult {

    private final Map<Uuid, KafkaFuture<Void>> byId;
    private final Map<String, KafkaFuture<Void>> byName;

    protected DeleteTopicsResult(
            Map<Uuid, KafkaFuture<Void>> byId, Map<String, KafkaFuture<Void>> byName) {
        this.byId = byId;
        this.byName = byName;
    }

    /** The outcome for each id; null when names were given. */
    public Map<Uuid, KafkaFuture<Void>> topicIdValues() {
        return byId;
    }

    /** The outcome for each name; null when ids were given. */
    public Map<String, KafkaFuture<Void>> topicNameValues() {
        return byName;
    }

    /** Succeeds when all have, fails when one has. */
    public KafkaFuture<Void> all() {
        return Futures.allOf(byId == null ? byName.values() : byId.values());
    }
}
