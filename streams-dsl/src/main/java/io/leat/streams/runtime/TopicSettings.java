package io.leat.streams.runtime;

import io.leat.streams.StreamsConfig;
import io.leat.streams.topology.InternalTopic;
import io.leat.streams.topology.Subtopology;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The settings of the topics that an application keeps for itself. Immutable. */
record TopicSettings(StreamsConfig config) {

    /** How many replicas they have; 0 for the default of the cluster. */
    short replicas() {
        return (short) Math.max(0, config.getInt(StreamsConfig.REPLICATION_FACTOR_CONFIG));
    }

    Map<String, String> ofRepartition(InternalTopic topic) {
        return with(
                Map.of(
                        "cleanup.policy", "delete",
                        "retention.ms", "-1",
                        "message.timestamp.type", "CreateTime"),
                topic);
    }

    Map<String, String> ofChangelog(Subtopology subtopology, String store, InternalTopic topic) {
        return with(changelog(subtopology, store), topic);
    }

    private Map<String, String> with(Map<String, String> defaults, InternalTopic topic) {
        Map<String, String> settings = new HashMap<>(defaults);
        config.originalsWithPrefix(StreamsConfig.TOPIC_PREFIX)
                .forEach((key, value) -> settings.put(key, String.valueOf(value)));
        settings.putAll(topic.config());
        return settings;
    }

    /** What a store of windows forgets, its changelog may forget some time later. */
    private Map<String, String> changelog(Subtopology subtopology, String store) {
        Long history = subtopology.historyRetentionMs(store);
        if (history != null) {
            // Compaction would take away versions that a restored store still has to know.
            return Map.of(
                    "cleanup.policy",
                    "compact",
                    "min.compaction.lag.ms",
                    Long.toString(plus(history, Duration.ofDays(1).toMillis())));
        }
        Long kept = subtopology.retentionMs(store);
        if (kept == null) {
            return Map.of("cleanup.policy", "compact");
        }
        long more =
                config.getLong(
                        StreamsConfig.WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG);
        return Map.of(
                "cleanup.policy",
                "compact,delete",
                "retention.ms",
                Long.toString(plus(kept, more)));
    }

    private static long plus(long one, long more) {
        return one > Long.MAX_VALUE - more ? Long.MAX_VALUE : one + more;
    }
}
