package io.leat.common.config;

import io.leat.common.KafkaException;
import java.lang.reflect.InvocationTargetException;

/**
 * Loads the classes that settings name. A name of Apache Kafka's ({@code org.apache.kafka.…})
 * stands for ours, so that a configuration file can be carried over as it is.
 */
final class ConfigClasses {

    private static final String KAFKA_PREFIX = "org.apache.kafka.";
    private static final String OUR_PREFIX = "io.leat.";

    private ConfigClasses() {}

    static Class<?> load(String name) throws ClassNotFoundException {
        if (name.startsWith(KAFKA_PREFIX)) {
            try {
                return find(OUR_PREFIX + name.substring(KAFKA_PREFIX.length()));
            } catch (ClassNotFoundException e) {
                return find(name);
            }
        }
        return find(name);
    }

    private static Class<?> find(String name) throws ClassNotFoundException {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? ConfigClasses.class.getClassLoader() : context;
        return Class.forName(name, true, loader);
    }

    static <T> T create(Class<?> type, Class<T> as) {
        if (!as.isAssignableFrom(type)) {
            throw new KafkaException(type.getName() + " is not a " + as.getName());
        }
        try {
            return as.cast(type.getDeclaredConstructor().newInstance());
        } catch (NoSuchMethodException e) {
            throw new KafkaException(
                    type.getName() + " has no public constructor without arguments", e);
        } catch (InvocationTargetException e) {
            throw new KafkaException(
                    "The constructor of " + type.getName() + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new KafkaException(type.getName() + " cannot be created", e);
        }
    }
}
