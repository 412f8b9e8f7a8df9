package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.Uuid;
import java.util.Map;

/** Result of {@link Admin#describeTopics}: by name or by id, as the topics were named. */
public class DescribeTopicsResult {

    private final Map<Uuid, KafkaFuture<TopicDescription>> byId;
    private final Map<String, KafkaFuture<TopicDescription>> byName;

    protected DescribeTopicsResult(
            Map<Uuid, KafkaFuture<TopicDescription>> byId,
            Map<String, KafkaFuture<TopicDescription>> byName) {
        this.byId = byId;
        this.byName = byName;
    }

    /** Each topic by id; null when names were given. */
    public Map<Uuid, KafkaFuture<TopicDescription>> topicIdValues() {
        return byId;
    }

    /** Each topic by name; null when ids were given. */
    public Map<String, KafkaFuture<TopicDescription>> topicNameValues() {
        return byName;
    }

    /** All topics by name; fails when one has. */
    public KafkaFuture<Map<String, TopicDescription>> allTopicNames() {
        return Futures.byKey(byName);
    }

    /** All topics by id; fails when one has. */
    public KafkaFuture<Map<Uuid, TopicDescription>> allTopicIds() {
        return Futures.byKey(byId);
    }
}
