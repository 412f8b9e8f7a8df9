package io.leat.log.broker.settings;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.ConfigKey;
import io.leat.log.broker.config.OtherBrokerKeys;
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
        BROKER_LOGGER(6),
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

    /** A value that counts, or would if those before it were not there. */
    record Layer(String name, @Nullable String value, Source source) {}

    /**
     * One setting.
     *
     * @param layers what its value was chosen from, the first counts
     */
    public record Setting(
            ConfigKey<?> key, @Nullable String value, Source source, List<Layer> layers) {

        /** With the default as the only other choice. */
        static Setting of(ConfigKey<?> key, @Nullable String own, Source source) {
            List<Layer> layers = new ArrayList<>();
            if (own != null) {
                layers.add(new Layer(key.name(), own, source));
            }
            if (key.defaultText() != null) {
                layers.add(new Layer(key.name(), key.defaultText(), Source.DEFAULT));
            }
            return own != null
                    ? new Setting(key, own, source, layers)
                    : new Setting(key, key.defaultText(), Source.DEFAULT, layers);
        }
    }

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
        List<Layer> layers = new ArrayList<>();
        String value = own.get(key.name());
        if (value != null) {
            layers.add(new Layer(key.name(), value, Source.TOPIC));
        }
        layers.addAll(BrokerSettings.layers(config, OtherBrokerKeys.defaultsOf(key.name())));
        if (value != null) {
            return new Setting(key, value, Source.TOPIC, layers);
        }
        String ofBroker = config.topicDefaults().get(key.name());
        return ofBroker != null && !layers.isEmpty()
                ? new Setting(key, ofBroker, layers.get(0).source(), layers)
                : new Setting(key, key.defaultText(), Source.DEFAULT, layers);
    }
}
