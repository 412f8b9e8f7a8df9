package io.leat.clients.consumer;

import io.leat.common.Configurable;
import io.leat.common.config.ConfigException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the assignors that {@code partition.assignment.strategy} names. Called once, on start. */
final class AssignorLoader {

    private static final String STRATEGY = "partition.assignment.strategy";
    private static final String KAFKA = "org.apache.kafka.clients.consumer.";
    private static final String LEAT = "io.leat.clients.consumer.";

    private AssignorLoader() {}

    /** One instance for each entry, which is a class or a class name; Kafka's names mean ours. */
    static List<ConsumerPartitionAssignor> load(List<?> classes, Map<String, Object> configs) {
        if (classes == null || classes.isEmpty()) {
            throw new ConfigException(STRATEGY, classes, "name at least one class of assignors");
        }
        List<ConsumerPartitionAssignor> assignors = new ArrayList<>();
        Map<String, String> classOfName = new HashMap<>();
        for (Object entry : classes) {
            ConsumerPartitionAssignor assignor = instance(entry);
            String other = classOfName.put(assignor.name(), assignor.getClass().getName());
            if (other != null) {
                throw new ConfigException(
                        STRATEGY,
                        classes,
                        "two assignors are named '"
                                + assignor.name()
                                + "', "
                                + other
                                + " and "
                                + assignor.getClass().getName()
                                + ": leave one out");
            }
            if (assignor instanceof Configurable configurable) {
                configurable.configure(configs);
            }
            assignors.add(assignor);
        }
        return assignors;
    }

    private static ConsumerPartitionAssignor instance(Object entry) {
        try {
            Class<?> type = entry instanceof Class<?> known ? known : find(entry.toString());
            Object made = type.getDeclaredConstructor().newInstance();
            if (made instanceof ConsumerPartitionAssignor assignor) {
                return assignor;
            }
            throw new ConfigException(
                    STRATEGY, entry, "the class is no ConsumerPartitionAssignor; name one that is");
        } catch (ReflectiveOperationException e) {
            throw new ConfigException(
                    STRATEGY,
                    entry,
                    "no assignor can be made of it ("
                            + e
                            + "); name a class with a constructor without parameters");
        }
    }

    private static Class<?> find(String name) throws ClassNotFoundException {
        String ours = name.startsWith(KAFKA) ? LEAT + name.substring(KAFKA.length()) : name;
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return Class.forName(
                ours, true, loader == null ? AssignorLoader.class.getClassLoader() : loader);
    }
}
