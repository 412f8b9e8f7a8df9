package io.leat.log.broker;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ClientMetricsKeys;
import io.leat.log.broker.config.ConfigKey;
import io.leat.log.broker.config.DynamicKeys;
import io.leat.log.broker.config.GroupKeys;
import io.leat.log.broker.config.TopicConfig;
import io.leat.log.broker.config.TopicKeys;
import io.leat.log.quorum.controller.TopicRules;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the controller what this broker's settings say about topics. Immutable. */
public final class BrokerTopicRules implements TopicRules {

    private final BrokerConfig config;

    BrokerTopicRules(BrokerConfig config) {
        this.config = config;
    }

    @Override
    public @Nullable String violation(String name, String value) {
        return TopicKeys.violation(name, value);
    }

    @Override
    public @Nullable String contradiction(Map<String, String> settings) {
        TopicConfig topic = config.topic(settings);
        long min = topic.get(TopicKeys.MIN_COMPACTION_LAG_MS);
        long max = topic.get(TopicKeys.MAX_COMPACTION_LAG_MS);
        return min <= max
                ? null
                : "min.compaction.lag.ms="
                        + min
                        + " contradicts max.compaction.lag.ms="
                        + max
                        + ": lower the first or raise the second";
    }

    @Override
    public @Nullable String brokerViolation(String name, String value) {
        return DynamicKeys.violation(name, value);
    }

    @Override
    public @Nullable String groupViolation(String name, String value) {
        return GroupKeys.violation(config, name, value);
    }

    @Override
    public @Nullable String clientMetricsViolation(String name, String value) {
        return ClientMetricsKeys.violation(name, value);
    }

    @Override
    public String defaultOf(String name) {
        String given = config.topicDefaults().get(name);
        ConfigKey<?> key = TopicKeys.ALL.get(name);
        String general = key == null ? null : key.defaultText();
        return given != null ? given : general != null ? general : "";
    }

    @Override
    public int defaultPartitions() {
        return config.get(BrokerKeys.NUM_PARTITIONS);
    }

    @Override
    public int defaultReplicationFactor() {
        return config.get(BrokerKeys.REPLICATION_FACTOR);
    }

    @Override
    public boolean configured(String name) {
        return config.topicDefaults().containsKey(name);
    }
}
