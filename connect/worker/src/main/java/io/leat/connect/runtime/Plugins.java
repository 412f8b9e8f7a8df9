package io.leat.connect.runtime;

import io.leat.connect.errors.ConnectException;
import java.util.List;

/** Makes plugins from the class names in the operator's own settings. */
final class Plugins {

    private static final String KAFKA_PREFIX = "org.apache.kafka.connect.";
    private static final String OWN_PREFIX = "io.leat.connect.";

    /** Where the bundled plugins are, and how their names end: both may be left out. */
    private static final List<String> BUNDLED =
            List.of(
                    "io.leat.connect.file.%s",
                    "io.leat.connect.file.%sConnector",
                    "io.leat.connect.storage.%s",
                    "io.leat.connect.storage.%sConverter",
                    "io.leat.connect.json.%s",
                    "io.leat.connect.json.%sConverter",
                    "io.leat.connect.converters.%s",
                    "io.leat.connect.converters.%sConverter",
                    "io.leat.connect.transforms.%s",
                    "io.leat.connect.transforms.predicates.%s");

    private Plugins() {}

    /** A new instance of {@code className}; names of Kafka's bundled plugins mean ours. */
    static <T> T create(String setting, String className, Class<T> kind) {
        Class<?> found = find(setting, className.trim());
        if (!kind.isAssignableFrom(found)) {
            throw new ConnectException(
                    setting
                            + "="
                            + className
                            + ": that class is not a "
                            + kind.getSimpleName()
                            + ".");
        }
        return kind.cast(create(found));
    }

    /** A new instance of a plugin's own class. */
    static <T> T create(Class<T> type) {
        try {
            return type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            Throwable reason = Causes.of(e);
            throw new ConnectException(
                    type.getName()
                            + " cannot be made; it needs a public constructor without parameters"
                            + " that does not fail: "
                            + reason,
                    reason);
        }
    }

    private static Class<?> find(String setting, String className) {
        String own =
                className.startsWith(KAFKA_PREFIX)
                        ? OWN_PREFIX + className.substring(KAFKA_PREFIX.length())
                        : className;
        try {
            return Class.forName(own);
        } catch (ClassNotFoundException e) {
            if (own.indexOf('.') < 0) {
                for (String place : BUNDLED) {
                    try {
                        return Class.forName(place.formatted(own));
                    } catch (ClassNotFoundException next) {
                        e.addSuppressed(next);
                    }
                }
            }
            throw new ConnectException(
                    setting
                            + "="
                            + className
                            + ": there is no such class. Check the spelling, and that its jar is on"
                            + " the class path.",
                    e);
        }
    }
}
