package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.Uuid;
import io.leat.common.errors.ApiException;
import java.util.HashMap;
import java.util.Map;

/** Result of {@link Admin#createTopics}. */
public class CreateTopicsResult {

    private final Map<String, KafkaFuture<TopicMetadataAndConfig>> futures;

    protected CreateTopicsResult(Map<String, KafkaFuture<TopicMetadataAndConfig>> futures) {
        this.futures = futures;
    }

    /** The outcome for each topic. */
    public Map<String, KafkaFuture<Void>> values() {
        Map<String, KafkaFuture<Void>> outcomes = new HashMap<>();
        futures.forEach((topic, future) -> outcomes.put(topic, future.thenApply(made -> null)));
        return outcomes;
    }

    /** Succeeds when all have, fails when one has. */
    public KafkaFuture<Void> all() {
        return Futures.allOf(futures.values());
    }

    public KafkaFuture<Config> config(String topic) {
        return Futures.of(futures, topic).thenApply(TopicMetadataAndConfig::config);
    }

    public KafkaFuture<Uuid> topicId(String topic) {
        return Futures.of(futures, topic).thenApply(TopicMetadataAndConfig::topicId);
    }

    public KafkaFuture<Integer> numPartitions(String topic) {
        return Futures.of(futures, topic).thenApply(TopicMetadataAndConfig::numPartitions);
    }

    public KafkaFuture<Integer> replicationFactor(String topic) {
        return Futures.of(futures, topic).thenApply(TopicMetadataAndConfig::replicationFactor);
    }

    /** The topic as created. Immutable. */
    public static class TopicMetadataAndConfig {

        private final ApiException exception;
        private final Uuid topicId;
        private final int numPartitions;
        private final int replicationFactor;
        private final Config config;

        public TopicMetadataAndConfig(
                Uuid topicId, int numPartitions, int replicationFactor, Config config) {
            this.exception = null;
            this.topicId = topicId;
            this.numPartitions = numPartitions;
            this.replicationFactor = replicationFactor;
            this.config = config;
        }

        /** A topic that was created, of which the client may know no more. */
        public TopicMetadataAndConfig(ApiException exception) {
            this.exception = exception;
            this.topicId = null;
            this.numPartitions = -1;
            this.replicationFactor = -1;
            this.config = null;
        }

        public Uuid topicId() {
            check();
            return topicId;
        }

        public int numPartitions() {
            check();
            return numPartitions;
        }

        public int replicationFactor() {
            check();
            return replicationFactor;
        }

        public Config config() {
            check();
            return config;
        }

        private void check() {
            if (exception != null) {
                throw exception;
            }
        }
    }
}
