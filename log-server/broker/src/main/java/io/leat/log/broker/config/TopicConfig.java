package io.leat.log.broker.config;

import java.util.HashMap;
import java.util.Map;

/** The settings of one topic, resolved. Immutable; safe on every loop. */
public final class TopicConfig {

    private final Map<String, String> texts;

    TopicConfig(Map<String, String> brokerDefaults, Map<String, String> overrides) {
        Map<String, String> merged = new HashMap<>(brokerDefaults);
        merged.putAll(overrides);
        this.texts = Map.copyOf(merged);
    }

    /** The value of {@code key}, one of {@link TopicKeys}. */
    public <T> T get(ConfigKey<T> key) {
        String text = texts.get(key.name());
        if (text != null) {
            return key.parse(text);
        }
        T value = key.defaultValue();
        if (value == null) {
            throw new ConfigException("Topic setting " + key.name() + " has no default");
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicConfig config && config.texts.equals(texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    @Override
    public String toString() {
        return texts.toString();
    }
}
