package io.leat.connect.runtime;

import io.leat.connect.errors.ConnectException;

/** Makes plugins from the class names in the operator's own settings. */
final class Plugins {

    private static final String KAFKA_PREFIX = "org.apache.kafka.connect.";
    private static final String OWN_PREFIX = "io.leat.connect.";

    private Plugins() {}

    /** A new instance of {@code className}; names of Kafka's bundled plugins mean ours. */
    static <T> T create(String setting, String className, Class<T> kind) {
        Class<?> found = find(setting, className.trim());
        if (!kind.isAssignableFrom(found)) {
            throw new ConnectException(
                    setting + "=" + className + ": the class is no " + kind.getSimpleName() + ".");
        }
        try {
            return kind.cast(found.getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new ConnectException(
                    setting
                            + "="
                            + className
                            + ": the class cannot be made; it needs a public constructor without"
                            + " parameters.",
                    e);
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
            throw new ConnectException(
                    setting + "=" + className + ": there is no such class on the class path.", e);
        }
    }
}
