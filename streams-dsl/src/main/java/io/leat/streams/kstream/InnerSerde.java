package io.leat.streams.kstream;

import io.leat.common.config.ConfigException;
import io.leat.common.serialization.Serde;
import io.leat.streams.StreamsConfig;
import java.util.Map;

/** Finds the serde of the keys inside windowed keys. */
final class InnerSerde {

    private InnerSerde() {}

    /**
     * The part of a serde that the settings name, or the given one; they must not contradict each
     * other.
     */
    static <T> T of(
            T given,
            Map<String, ?> configs,
            String key,
            java.util.function.Function<Serde<?>, T> part) {
        Object name = configs.get(key);
        if (name == null) {
            name = configs.get(StreamsConfig.WINDOWED_INNER_CLASS_SERDE);
        }
        if (name == null) {
            if (given == null) {
                throw new IllegalArgumentException(
                        "Windowed keys need the serde of their keys: give it to the constructor or"
                                + " set "
                                + key
                                + ".");
            }
            return given;
        }
        T configured = part.apply(made(name, key));
        if (given != null && given.getClass() != configured.getClass()) {
            throw new IllegalArgumentException(
                    "The constructor was given "
                            + given.getClass().getName()
                            + " and "
                            + key
                            + " names "
                            + configured.getClass().getName()
                            + ".");
        }
        return given != null ? given : configured;
    }

    private static Serde<?> made(Object name, String key) {
        try {
            Class<?> type =
                    name instanceof Class<?> known ? known : Class.forName(String.valueOf(name));
            return (Serde<?>) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new ConfigException(key, name, "is no serde with a constructor of no arguments");
        }
    }

    static <T> T present(T inner) {
        if (inner == null) {
            throw new NullPointerException(
                    "Windowed keys need the serde of their keys: give it to the constructor.");
        }
        return inner;
    }
}
