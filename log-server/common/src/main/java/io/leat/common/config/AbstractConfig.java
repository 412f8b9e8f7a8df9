package io.leat.common.config;

import io.leat.common.Configurable;
import io.leat.common.KafkaException;
import io.leat.common.config.types.Password;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings checked and parsed by a {@link ConfigDef}. It remembers which ones were looked at. */
public class AbstractConfig {

    private static final Logger LOG = LoggerFactory.getLogger(AbstractConfig.class);

    private final ConfigDef definition;
    private final Map<String, Object> originals;
    private final Map<String, @Nullable Object> values;
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    public AbstractConfig(ConfigDef definition, Map<?, ?> originals) {
        this(definition, originals, false);
    }

    public AbstractConfig(ConfigDef definition, Map<?, ?> originals, boolean doLog) {
        this(definition, originals, Map.of(), doLog);
    }

    /** {@code configProviderProps} is accepted for compatibility and not used. */
    @SuppressWarnings("this-escape")
    public AbstractConfig(
            ConfigDef definition,
            Map<?, ?> originals,
            Map<String, ?> configProviderProps,
            boolean doLog) {
        this.definition = definition;
        Map<String, Object> copy = new HashMap<>();
        originals.forEach(
                (key, value) -> {
                    if (!(key instanceof String name)) {
                        throw new ConfigException(
                                String.valueOf(key), value, "names of settings are strings");
                    }
                    copy.put(name, value);
                });
        this.originals = preProcessParsedConfig(copy);
        this.values = definition.parse(this.originals);
        Map<String, @Nullable Object> changes =
                new HashMap<>(postProcessParsedConfig(Collections.unmodifiableMap(values)));
        values.putAll(changes);
        definition.parse(values);
        if (doLog) {
            LOG.info("{} values: {}", getClass().getSimpleName(), printable());
        }
    }

    private Map<String, String> printable() {
        Map<String, String> text = new TreeMap<>();
        values.forEach((name, value) -> text.put(name, String.valueOf(value)));
        return text;
    }

    /** Hook: changes the settings before they are parsed. */
    protected Map<String, Object> preProcessParsedConfig(Map<String, Object> parsedValues) {
        return parsedValues;
    }

    /** Hook: checks settings against each other; what it returns replaces values. */
    protected Map<String, Object> postProcessParsedConfig(Map<String, Object> parsedValues) {
        return Map.of();
    }

    @SuppressWarnings("NullAway") // null is a value that settings may have
    protected Object get(String key) {
        if (!values.containsKey(key)) {
            throw new ConfigException("Unknown configuration '" + key + "'");
        }
        used.add(key);
        return values.get(key);
    }

    /** Marks a setting as looked at. */
    public void ignore(String key) {
        used.add(key);
    }

    public Short getShort(String key) {
        return (Short) get(key);
    }

    public Integer getInt(String key) {
        return (Integer) get(key);
    }

    public Long getLong(String key) {
        return (Long) get(key);
    }

    public Double getDouble(String key) {
        return (Double) get(key);
    }

    @SuppressWarnings("unchecked")
    public List<String> getList(String key) {
        return (List<String>) get(key);
    }

    public Boolean getBoolean(String key) {
        return (Boolean) get(key);
    }

    public String getString(String key) {
        return (String) get(key);
    }

    public Password getPassword(String key) {
        return (Password) get(key);
    }

    public Class<?> getClass(String key) {
        return (Class<?>) get(key);
    }

    public ConfigDef.@Nullable Type typeOf(String key) {
        ConfigDef.ConfigKey defined = definition.configKeys().get(key);
        return defined == null ? null : defined.type;
    }

    public @Nullable String documentationOf(String key) {
        ConfigDef.ConfigKey defined = definition.configKeys().get(key);
        return defined == null ? null : defined.documentation;
    }

    /** Settings that were given and that nobody looked at: often misspelt. */
    public Set<String> unused() {
        Set<String> names = new TreeSet<>(originals.keySet());
        names.removeAll(used);
        return names;
    }

    public void logUnused() {
        Set<String> names = unused();
        if (!names.isEmpty()) {
            LOG.info("These configurations were supplied but are not used: {}", names);
        }
    }

    /**
     * Names that were given, that are no settings, and that no plugin looked at; each with the
     * setting that was probably meant, or an empty text.
     */
    public Map<String, String> unknown() {
        Map<String, String> names = new TreeMap<>();
        for (String name : unused()) {
            if (!definition.configKeys().containsKey(name)) {
                String nearest = NearestName.of(name, definition.configKeys().keySet());
                names.put(name, nearest == null ? "" : nearest);
            }
        }
        return names;
    }

    /** Warns of {@link #unknown} names. Call once, when everything that is configured is made. */
    public void logUnknown() {
        unknown()
                .forEach(
                        (name, nearest) ->
                                LOG.warn(
                                        "{} is not a setting of {} and has no effect{}",
                                        name,
                                        getClass().getSimpleName(),
                                        nearest.isEmpty()
                                                ? ""
                                                : "; did you mean " + nearest + "?"));
    }

    /** The settings as given. Looking one up marks it as used. */
    public Map<String, Object> originals() {
        return new RecordingMap(originals, used);
    }

    /** The settings as given, with overrides. */
    public Map<String, Object> originals(Map<String, Object> configOverrides) {
        Map<String, Object> all = new RecordingMap(originals, used);
        all.putAll(configOverrides);
        return all;
    }

    public Map<String, String> originalsStrings() {
        Map<String, String> strings = new HashMap<>();
        originals.forEach(
                (name, value) -> {
                    if (!(value instanceof String text)) {
                        throw new ClassCastException("The value of " + name + " is not a string");
                    }
                    strings.put(name, text);
                });
        return strings;
    }

    /** The settings whose names start with {@code prefix}, without it. */
    public Map<String, Object> originalsWithPrefix(String prefix) {
        return originalsWithPrefix(prefix, true);
    }

    /** The settings whose names start with {@code prefix}; {@code strip} cuts it off. */
    public Map<String, Object> originalsWithPrefix(String prefix, boolean strip) {
        Map<String, Object> found = new RecordingMap(Map.of(), used);
        originals.forEach(
                (name, value) -> {
                    if (name.startsWith(prefix) && name.length() > prefix.length()) {
                        used.add(name);
                        found.put(strip ? name.substring(prefix.length()) : name, value);
                    }
                });
        return found;
    }

    /** All values, with those given under {@code prefix} in place of the plain ones. */
    public Map<String, Object> valuesWithPrefixOverride(String prefix) {
        Map<String, Object> result = new HashMap<>(values);
        originalsWithPrefix(prefix)
                .forEach(
                        (name, value) -> {
                            ConfigDef.ConfigKey key = definition.configKeys().get(name);
                            if (key != null) {
                                result.put(name, ConfigReading.read(key, value, true));
                            }
                        });
        return result;
    }

    public Map<String, ?> values() {
        return new HashMap<>(values);
    }

    /** As {@link #values}, without those that are not for users. */
    public Map<String, ?> nonInternalValues() {
        Map<String, @Nullable Object> visible = new HashMap<>(values);
        definition.configKeys().values().stream()
                .filter(key -> key.internalConfig)
                .forEach(key -> visible.remove(key.name));
        return visible;
    }

    /** Creates and configures the class that a setting names; null when it names none. */
    public <T> @Nullable T getConfiguredInstance(String key, Class<T> type) {
        return getConfiguredInstance(key, type, Map.of());
    }

    public <T> @Nullable T getConfiguredInstance(
            String key, Class<T> type, Map<String, Object> configOverrides) {
        Object configured = get(key);
        return configured == null ? null : create(configured, type, originals(configOverrides));
    }

    /** Creates and configures the classes that a setting lists. */
    public <T> List<T> getConfiguredInstances(String key, Class<T> type) {
        return getConfiguredInstances(key, type, Map.of());
    }

    public <T> List<T> getConfiguredInstances(
            String key, Class<T> type, Map<String, Object> configOverrides) {
        return getConfiguredInstances(getList(key), type, configOverrides);
    }

    public <T> List<T> getConfiguredInstances(
            @Nullable List<String> classNames, Class<T> type, Map<String, Object> configOverrides) {
        List<T> instances = new ArrayList<>();
        if (classNames != null) {
            for (Object name : classNames) {
                instances.add(create(name, type, originals(configOverrides)));
            }
        }
        return instances;
    }

    private static <T> T create(Object configured, Class<T> type, Map<String, Object> settings) {
        Class<?> found;
        if (configured instanceof Class<?> already) {
            found = already;
        } else {
            try {
                found = ConfigClasses.load(String.valueOf(configured));
            } catch (ClassNotFoundException e) {
                throw new KafkaException("Class " + configured + " cannot be found", e);
            }
        }
        T instance = ConfigClasses.create(found, type);
        if (instance instanceof Configurable configurable) {
            configurable.configure(settings);
        }
        return instance;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof AbstractConfig that && originals.equals(that.originals);
    }

    @Override
    public int hashCode() {
        return originals.hashCode();
    }

    /** Marks what is looked up. */
    private static final class RecordingMap extends HashMap<String, Object> {

        private static final long serialVersionUID = 1L;

        private final transient Set<String> used;

        RecordingMap(Map<String, Object> values, Set<String> used) {
            super(values);
            this.used = used;
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            if (key instanceof String name) {
                used.add(name);
            }
            return super.get(key);
        }
    }
}
