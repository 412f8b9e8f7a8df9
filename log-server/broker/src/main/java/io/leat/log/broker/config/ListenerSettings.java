package io.leat.log.broker.config;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one listener: its own, {@code listener.name.NAME.KEY}, before those of the
 * broker. Immutable.
 */
public final class ListenerSettings implements Function<String, @Nullable String> {

    static final String PREFIX = "listener.name.";

    private static final Map<String, ConfigKey<?>> KEYS =
            SecurityKeys.BY_LISTENER.stream()
                    .collect(Collectors.toMap(ConfigKey::name, key -> key));

    private final BrokerConfig config;
    private final String prefix;

    public ListenerSettings(BrokerConfig config, String listener) {
        this.config = config;
        this.prefix = PREFIX + listener.toLowerCase(Locale.ROOT) + ".";
    }

    /** Whether {@code name}, which begins with the prefix, sets something that has an effect. */
    static boolean isKnown(String name) {
        String key = name.substring(name.indexOf('.', PREFIX.length()) + 1);
        return KEYS.containsKey(key)
                || key.endsWith("." + SecurityKeys.JAAS.name())
                || key.endsWith("." + SecurityKeys.SERVER_CALLBACK.name());
    }

    /** The text of a setting, or null. */
    @Override
    public @Nullable String apply(String key) {
        String own = own(key);
        return own != null ? own : config.given().get(key);
    }

    /** What only this listener has. */
    public @Nullable String own(String key) {
        return config.given().get(prefix + key);
    }

    /** The value of a setting that has a default. */
    public <T> T get(ConfigKey<T> key) {
        String own = own(key.name());
        return own == null ? config.get(key) : key.parse(own);
    }
}
