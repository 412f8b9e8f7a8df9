package io.leat.common.config;

import io.leat.common.config.ConfigDef.ConfigKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads values by the definitions of a {@link ConfigDef}. Stateless. */
final class ConfigReading {

    private ConfigReading() {}

    /** The typed value of each defined setting; the first that is wrong ends it. */
    static Map<String, @Nullable Object> read(Map<String, ConfigKey> keys, Map<?, ?> props) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        keys.forEach(
                (name, key) ->
                        values.put(name, read(key, props.get(name), props.containsKey(name))));
        return values;
    }

    /** The value of one setting, given or by default. */
    static @Nullable Object read(ConfigKey key, @Nullable Object value, boolean isSet) {
        Object parsed;
        if (isSet) {
            parsed = ConfigDef.parseType(key.name, value, key.type);
        } else if (key.hasDefault()) {
            parsed = key.defaultValue;
        } else {
            throw new ConfigException(
                    "Missing required configuration \""
                            + key.name
                            + "\" which has no default value. "
                            + key.documentation);
        }
        if (key.validator != null) {
            key.validator.ensureValid(key.name, parsed);
        }
        return parsed;
    }

    /** The default of each setting that has one. */
    static Map<String, @Nullable Object> defaults(Map<String, ConfigKey> keys) {
        Map<String, @Nullable Object> defaults = new LinkedHashMap<>();
        keys.forEach(
                (name, key) -> {
                    if (key.hasDefault()) {
                        defaults.put(name, key.defaultValue);
                    }
                });
        return defaults;
    }

    /** Each defined setting with its value or what is wrong with it. */
    static Map<String, ConfigValue> validate(
            Map<String, ConfigKey> keys, Map<String, String> props) {
        Map<String, ConfigValue> results = new LinkedHashMap<>();
        keys.forEach(
                (name, key) -> {
                    ConfigValue result = new ConfigValue(name);
                    try {
                        result.value(read(key, props.get(name), props.containsKey(name)));
                    } catch (ConfigException e) {
                        result.addErrorMessage(String.valueOf(e.getMessage()));
                    }
                    results.put(name, result);
                });
        recommend(keys, results);
        return results;
    }

    private static void recommend(Map<String, ConfigKey> keys, Map<String, ConfigValue> results) {
        Map<String, Object> parsed = new LinkedHashMap<>();
        results.forEach(
                (name, result) -> {
                    if (result.value() != null) {
                        parsed.put(name, result.value());
                    }
                });
        keys.forEach(
                (name, key) -> {
                    ConfigValue result = results.get(name);
                    if (key.recommender != null && result != null) {
                        result.recommendedValues(key.recommender.validValues(name, parsed));
                        result.visible(key.recommender.visible(name, parsed));
                    }
                });
    }
}
