package io.leat.log.broker;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ClientMetricsKeys;
import io.leat.log.broker.config.ConfigException;
import io.leat.log.broker.config.ConfigKey;
import io.leat.log.broker.config.DynamicKeys;
import io.leat.log.broker.config.GroupKeys;
import io.leat.log.broker.config.TopicConfig;
import io.leat.log.broker.config.TopicKeys;
import io.leat.log.broker.directory.LogDirectories;
import io.leat.log.broker.security.ListenerSecurity;
import io.leat.log.quorum.controller.TopicRules;
import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.runtime.Network;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells the controller what this broker's settings say about topics. Safe on every loop. */
public final class BrokerTopicRules implements TopicRules {

    private final RunningConfig settings;
    private final Network network;
    private final Supplier<LogDirectories> directories;

    BrokerTopicRules(
            RunningConfig settings, Network network, Supplier<LogDirectories> directories) {
        this.settings = settings;
        this.network = network;
        this.directories = directories;
    }

    @Override
    public @Nullable String violation(String name, String value) {
        return TopicKeys.violation(name, value);
    }

    @Override
    public @Nullable String contradiction(Map<String, String> settings) {
        TopicConfig topic = this.settings.now().topic(settings);
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
    public @Nullable String brokerViolation(String broker, String name, String value) {
        return DynamicKeys.violation(broker, name, value);
    }

    @Override
    public @Nullable String brokerViolation(
            String broker, Map<String, String> ofAll, Map<String, String> ofBroker) {
        try {
            BrokerConfig changed = settings.file().changed(ofAll, ofBroker);
            if (!settings.isOf(broker)) {
                return null; // its files and folders are elsewhere: it was asked itself
            }
            ListenerSecurity.checkAll(changed, network);
            return directories.get().cordon().violation(changed.get(BrokerKeys.CORDONED_LOG_DIRS));
        } catch (ConfigException e) {
            return e.getMessage();
        }
    }

    @Override
    public boolean isList(byte resourceType, String name) {
        ConfigKey<?> key =
                switch (resourceType) {
                    case ConfigResource.TOPIC -> TopicKeys.ALL.get(name);
                    case ConfigResource.BROKER -> brokerKey(name);
                    case ConfigResource.CLIENT_METRICS -> ClientMetricsKeys.ALL.get(name);
                    default -> GroupKeys.ALL.get(name);
                };
        return key == null || key.type() == ConfigKey.Type.LIST;
    }

    private static @Nullable ConfigKey<?> brokerKey(String name) {
        ConfigKey<?> key = DynamicKeys.key(name);
        return key != null ? key : BrokerKeys.ALL.get(name);
    }

    @Override
    public String defaultOfBroker(String name) {
        String given = settings.file().ofFile().get(name);
        ConfigKey<?> key = DynamicKeys.key(name);
        String general = key == null ? null : key.defaultText();
        return given != null ? given : general != null ? general : "";
    }

    @Override
    public @Nullable String groupViolation(String name, String value) {
        return GroupKeys.violation(settings.now(), name, value);
    }

    @Override
    public @Nullable String clientMetricsViolation(String name, String value) {
        return ClientMetricsKeys.violation(name, value);
    }

    @Override
    public String defaultOf(String name) {
        String given = settings.now().topicDefaults().get(name);
        ConfigKey<?> key = TopicKeys.ALL.get(name);
        String general = key == null ? null : key.defaultText();
        return given != null ? given : general != null ? general : "";
    }

    @Override
    public int defaultPartitions() {
        return settings.now().get(BrokerKeys.NUM_PARTITIONS);
    }

    @Override
    public int defaultReplicationFactor() {
        return settings.now().get(BrokerKeys.REPLICATION_FACTOR);
    }

    @Override
    public boolean configured(String name) {
        return settings.now().topicDefaults().containsKey(name);
    }
}
