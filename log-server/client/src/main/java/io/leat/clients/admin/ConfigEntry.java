package io.leat.clients.admin;

import java.util.List;
import java.util.Objects;

/** The value of one configuration key, and where it comes from. Immutable. */
public class ConfigEntry {

    private final String name;
    private final String value;
    private final ConfigSource source;
    private final boolean sensitive;
    private final boolean readOnly;
    private final List<ConfigSynonym> synonyms;
    private final ConfigType type;
    private final String documentation;

    public ConfigEntry(
            String name,
            String value,
            ConfigSource source,
            boolean sensitive,
            boolean readOnly,
            List<ConfigSynonym> synonyms,
            ConfigType type,
            String documentation) {
        this.name = name;
        this.value = value;
        this.source = source;
        this.sensitive = sensitive;
        this.readOnly = readOnly;
        this.synonyms = synonyms;
        this.type = type;
        this.documentation = documentation;
    }

    /** A key and value, for changing it. */
    public ConfigEntry(String name, String value) {
        this(name, value, ConfigSource.UNKNOWN, false, false, List.of(), ConfigType.UNKNOWN, null);
    }

    public boolean isDefault() {
        return source == ConfigSource.DEFAULT_CONFIG;
    }

    /** Type of a configuration key. */
    public enum ConfigType {
        UNKNOWN,
        BOOLEAN,
        STRING,
        INT,
        SHORT,
        LONG,
        DOUBLE,
        LIST,
        CLASS,
        PASSWORD;

        static ConfigType forId(byte id) {
            return id < 0 || id >= values().length ? UNKNOWN : values()[id];
        }
    }

    /** Where a value comes from. */
    public enum ConfigSource {
        DYNAMIC_TOPIC_CONFIG(1),
        DYNAMIC_BROKER_LOGGER_CONFIG(6),
        DYNAMIC_BROKER_CONFIG(2),
        DYNAMIC_DEFAULT_BROKER_CONFIG(3),
        DYNAMIC_CLIENT_METRICS_CONFIG(7),
        DYNAMIC_GROUP_CONFIG(8),
        STATIC_BROKER_CONFIG(4),
        DEFAULT_CONFIG(5),
        UNKNOWN(0);

        private final int id;

        ConfigSource(int id) {
            this.id = id;
        }

        static ConfigSource forId(byte id) {
            for (ConfigSource source : values()) {
                if (source.id == id) {
                    return source;
                }
            }
            return UNKNOWN;
        }
    }

    /**
     * A place that could set the key, in order of precedence.
     *
     * @param name of the key at that place
     */
    public record ConfigSynonym(String name, String value, ConfigSource source) {}

    public String name() {
        return name;
    }

    /** The value; null when unset or not to be shown. */
    public String value() {
        return value;
    }

    public ConfigSource source() {
        return source;
    }

    public boolean isSensitive() {
        return sensitive;
    }

    public boolean isReadOnly() {
        return readOnly;
    }

    public List<ConfigSynonym> synonyms() {
        return synonyms;
    }

    public ConfigType type() {
        return type;
    }

    public String documentation() {
        return documentation;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfigEntry that
                && Objects.equals(name, that.name)
                && Objects.equals(value, that.value)
                && Objects.equals(source, that.source)
                && sensitive == that.sensitive
                && readOnly == that.readOnly
                && Objects.equals(synonyms, that.synonyms)
                && Objects.equals(type, that.type)
                && Objects.equals(documentation, that.documentation);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                name, value, source, sensitive, readOnly, synonyms, type, documentation);
    }

    @Override
    public String toString() {
        return "ConfigEntry(name="
                + name
                + ", value="
                + value
                + ", source="
                + source
                + ", sensitive="
                + sensitive
                + ", readOnly="
                + readOnly
                + ", synonyms="
                + synonyms
                + ", type="
                + type
                + ", documentation="
                + documentation
                + ")";
    }
}
