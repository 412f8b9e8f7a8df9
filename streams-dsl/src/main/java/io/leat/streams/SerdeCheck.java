package io.leat.streams;

import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serializer;
import io.leat.streams.errors.TopologyException;
import io.leat.streams.topology.GraphNode;
import io.leat.streams.topology.KeepsTypes;
import io.leat.streams.topology.ProcessorGraph;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds serializers that cannot take what reaches them, before the first record does. Used once, by
 * one thread.
 *
 * <p>A type is known where a deserializer declares it, or an operator always makes it, and as far
 * as operators hand keys and values on as they are; serializers declare what they take. Whatever is
 * not declared is not judged, and neither are two types that one object could have.
 */
final class SerdeCheck {

    private final @Nullable Serde<?> defaultKeys;
    private final @Nullable Serde<?> defaultValues;
    private final Map<String, Known> keys = new HashMap<>();
    private final Map<String, Known> values = new HashMap<>();

    /** A type, and who says so. */
    private record Known(Class<?> type, String by) {}

    private SerdeCheck(@Nullable Serde<?> defaultKeys, @Nullable Serde<?> defaultValues) {
        this.defaultKeys = defaultKeys;
        this.defaultValues = defaultValues;
    }

    /**
     * @throws TopologyException if something can never be serialized
     */
    static void check(
            ProcessorGraph graph,
            @Nullable Serde<?> defaultKeys,
            @Nullable Serde<?> defaultValues) {
        SerdeCheck check = new SerdeCheck(defaultKeys, defaultValues);
        for (GraphNode node : graph.nodes()) {
            if (node instanceof GraphNode.Source source) {
                check.read(source);
            } else if (node instanceof GraphNode.Sink sink) {
                check.written(sink);
            } else if (node instanceof GraphNode.Processing processing) {
                check.passed(processing);
            }
        }
    }

    private void read(GraphNode.Source source) {
        Deserializer<?> forKeys =
                source.keyDeserializer() != null || defaultKeys == null
                        ? source.keyDeserializer()
                        : defaultKeys.deserializer();
        Deserializer<?> forValues =
                source.valueDeserializer() != null || defaultValues == null
                        ? source.valueDeserializer()
                        : defaultValues.deserializer();
        note(keys, source, forKeys, source.keyDeserializer() == null);
        note(values, source, forValues, source.valueDeserializer() == null);
    }

    private static void note(
            Map<String, Known> known,
            GraphNode.Source source,
            @Nullable Deserializer<?> deserializer,
            boolean byDefault) {
        Class<?> type = declared(deserializer, Deserializer.class);
        if (type != null && deserializer != null) {
            String by =
                    "source "
                            + source.name()
                            + " of "
                            + (source.pattern() != null ? source.pattern() : source.topics())
                            + " reads them with "
                            + (byDefault ? "the default serde's " : "")
                            + deserializer.getClass().getSimpleName();
            known.put(source.name(), new Known(type, by));
        }
    }

    private void passed(GraphNode.Processing node) {
        if (!(node.supplier() instanceof KeepsTypes step)) {
            return;
        }
        if (step.keepsKey()) {
            common(keys, node);
        }
        if (step.keepsValue()) {
            common(values, node);
        }
        Class<?> made = step.madeValue();
        if (made != null) {
            values.put(node.name(), new Known(made, "operator " + node.name() + " makes them"));
        }
    }

    private static void common(Map<String, Known> known, GraphNode.Processing node) {
        List<Known> all = new java.util.ArrayList<>();
        node.parents().forEach(parent -> all.add(known.get(parent)));
        Known first = all.get(0);
        if (first != null
                && all.stream().allMatch(one -> one != null && one.type() == first.type())) {
            known.put(node.name(), first);
        }
    }

    private void written(GraphNode.Sink sink) {
        Serializer<?> forKeys =
                sink.keySerializer() != null || defaultKeys == null
                        ? sink.keySerializer()
                        : defaultKeys.serializer();
        Serializer<?> forValues =
                sink.valueSerializer() != null || defaultValues == null
                        ? sink.valueSerializer()
                        : defaultValues.serializer();
        for (String parent : sink.parents()) {
            compare("keys", keys.get(parent), sink, forKeys, sink.keySerializer() == null);
            compare("values", values.get(parent), sink, forValues, sink.valueSerializer() == null);
        }
    }

    private static void compare(
            String what,
            @Nullable Known known,
            GraphNode.Sink sink,
            @Nullable Serializer<?> serializer,
            boolean byDefault) {
        Class<?> taken = declared(serializer, Serializer.class);
        if (known == null || taken == null || serializer == null || fit(known.type(), taken)) {
            return;
        }
        throw new TopologyException(
                "The "
                        + what
                        + " that sink "
                        + sink.name()
                        + " writes to topic "
                        + sink.topic()
                        + " are of type "
                        + known.type().getTypeName()
                        + ", because "
                        + known.by()
                        + "; but "
                        + (byDefault ? "the default serde's " : "")
                        + serializer.getClass().getSimpleName()
                        + " takes "
                        + taken.getTypeName()
                        + ". Give the right serdes with Consumed, Produced, Grouped or"
                        + " Repartitioned.");
    }

    /** Whether an object can be of both types. */
    private static boolean fit(Class<?> one, Class<?> other) {
        return one.isAssignableFrom(other)
                || other.isAssignableFrom(one)
                || one == Void.class
                || other == Void.class
                || one.isInterface()
                || other.isInterface();
    }

    /** The type that a (de)serializer's class declares; null when it declares none. */
    private static @Nullable Class<?> declared(@Nullable Object serde, Class<?> contract) {
        for (Class<?> type = serde == null ? null : serde.getClass();
                type != null;
                type = type.getSuperclass()) {
            for (Type implemented : type.getGenericInterfaces()) {
                if (implemented instanceof ParameterizedType generic
                        && generic.getRawType() == contract) {
                    return generic.getActualTypeArguments()[0] instanceof Class<?> found
                            ? found
                            : null;
                }
            }
        }
        return null;
    }
}
