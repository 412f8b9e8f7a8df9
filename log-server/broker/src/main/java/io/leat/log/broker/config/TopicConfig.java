package io.leat.log.broker.config;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The settings of one topic, resolved. Immutable; safe on every loop. */
public final class TopicConfig {

    private final Map<String, String> texts;

    /** What was made of the texts, by what it was made for: thousands of partitions ask for it. */
    private final Map<Object, Object> made = new ConcurrentHashMap<>();

    TopicConfig(Map<String, String> brokerDefaults, Map<String, String> overrides) {
        Map<String, String> merged = new HashMap<>(brokerDefaults);
        merged.putAll(overrides);
        this.texts = Map.copyOf(merged);
    }

    /** The value of {@code key}, one of {@link TopicKeys}. */
    @SuppressWarnings("unchecked") // it was read by the same key
    public <T> T get(ConfigKey<T> key) {
        Object known = made.get(key);
        if (known != null) {
            return (T) known;
        }
        T value = read(key);
        made.put(key, value);
        return value;
    }

    /** What {@code maker} makes of these settings, made once: one maker for each type. */
    public <T> T derived(Class<T> type, Function<TopicConfig, T> maker) {
        Object known = made.get(type);
        if (known != null) {
            return type.cast(known);
        }
        T value = maker.apply(this);
        made.put(type, value);
        return value;
    }

    private <T> T read(ConfigKey<T> key) {
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
