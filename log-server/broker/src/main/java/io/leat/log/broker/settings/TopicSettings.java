package io.leat.log.broker.settings;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.ConfigKey;
import io.leat.log.broker.config.TopicKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All settings of a topic as clients are shown them. Stateless. */
public final class TopicSettings {

    /** Where a value comes from, with the numbers the protocol gives them. */
    public enum Source {
        TOPIC(1),
        BROKER(2),
        ALL_BROKERS(3),
        BROKER_FILE(4),
        DEFAULT(5),
        CLIENT_METRICS(7),
        GROUP(8);

        private final byte code;

        Source(int code) {
            this.code = (byte) code;
        }

        public byte code() {
            return code;
        }
    }

    /** One setting. */
    public record Setting(ConfigKey<?> key, @Nullable String value, Source source) {}

    private TopicSettings() {}

    /** Every topic setting under {@code own} settings of the topic. */
    public static List<Setting> of(BrokerConfig config, Map<String, String> own) {
        List<Setting> settings = new ArrayList<>();
        for (ConfigKey<?> key : TopicKeys.ALL.values()) {
            settings.add(of(config, own, key));
        }
        return settings;
    }

    private static Setting of(BrokerConfig config, Map<String, String> own, ConfigKey<?> key) {
        String value = own.get(key.name());
        if (value != null) {
            return new Setting(key, value, Source.TOPIC);
        }
        value = config.topicDefaults().get(key.name());
        return value != null
                ? new Setting(key, value, Source.BROKER_FILE)
                : new Setting(key, key.defaultText(), Source.DEFAULT);
    }
}
