package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares public types of windows, sessions and joins with Kafka Streams', member by member. */
class WindowApiTest {

    /** Not there yet; and ways to choose stores that a user does not call. */
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "WithHeaders",
                    "Versioned",
                    "lruMap",
                    "transformValues",
                    "Stores: new()",
                    "QueryableStoreTypes: new()",
                    " log",
                    "toString()",
                    "io.leat.streams.query.",
                    "Joined: io.leat.common.serialization.Serde ",
                    "Joined: java.time.Duration gracePeriod()");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kstream.Window",
                "kstream.Windowed",
                "kstream.Windows",
                "kstream.TimeWindows",
                "kstream.SlidingWindows",
                "kstream.SessionWindows",
                "kstream.UnlimitedWindows",
                "kstream.JoinWindows",
                "kstream.EmitStrategy",
                "kstream.EmitStrategy$StrategyType",
                "kstream.Merger",
                "kstream.WindowedSerdes",
                "kstream.WindowedSerdes$TimeWindowedSerde",
                "kstream.WindowedSerdes$SessionWindowedSerde",
                "kstream.TimeWindowedSerializer",
                "kstream.TimeWindowedDeserializer",
                "kstream.SessionWindowedSerializer",
                "kstream.SessionWindowedDeserializer",
                "kstream.TimeWindowedKStream",
                "kstream.SessionWindowedKStream",
                "kstream.KGroupedStream",
                "kstream.CogroupedKStream",
                "kstream.TimeWindowedCogroupedKStream",
                "kstream.SessionWindowedCogroupedKStream",
                "kstream.Suppressed",
                "kstream.Suppressed$BufferConfig",
                "kstream.Suppressed$StrictBufferConfig",
                "kstream.Suppressed$EagerBufferConfig",
                "kstream.KStream",
                "kstream.KTable",
                "kstream.GlobalKTable",
                "kstream.TableJoined",
                "kstream.Materialized",
                "kstream.Joined",
                "kstream.StreamJoined",
                "kstream.ValueJoiner",
                "kstream.ValueJoinerWithKey",
                "state.WindowStore",
                "state.ReadOnlyWindowStore",
                "state.WindowStoreIterator",
                "state.TimestampedWindowStore",
                "state.SessionStore",
                "state.ReadOnlySessionStore",
                "state.WindowBytesStoreSupplier",
                "state.SessionBytesStoreSupplier",
                "state.Stores",
                "state.QueryableStoreTypes",
                "state.DslStoreSuppliers",
                "state.DslWindowParams",
                "state.DslSessionParams",
                "state.DslKeyValueParams"
            })
    void shouldHaveEveryPublicMemberOf(String type) throws Exception {
        Class<?> theirs = Class.forName("org.apache.kafka.streams." + type);
        Class<?> ours = Class.forName("io.leat.streams." + type);
        Set<String> missing = members(theirs);
        missing.removeAll(members(ours));
        missing.removeIf(
                member ->
                        LEFT_OUT.stream()
                                .anyMatch((ours.getSimpleName() + ": " + member)::contains));
        assertEquals("", String.join("\n", missing));
    }

    /** All that callers and subclasses see, with the names of Leat. */
    private static Set<String> members(Class<?> type) {
        Set<String> members = new TreeSet<>();
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            declared(at, at == type, members);
        }
        for (Method method : type.getMethods()) {
            if (method.getDeclaringClass() != Object.class && !method.isSynthetic()) {
                members.add(describe(method));
            }
        }
        return members;
    }

    private static void declared(Class<?> type, boolean constructors, Set<String> members) {
        for (Method method : type.getDeclaredMethods()) {
            if (isVisible(method.getModifiers()) && !method.isSynthetic()) {
                members.add(describe(method));
            }
        }
        for (Field field : type.getDeclaredFields()) {
            if (isVisible(field.getModifiers()) && !field.isSynthetic()) {
                members.add(ours(field.getGenericType().getTypeName()) + " " + field.getName());
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructors && isVisible(constructor.getModifiers())) {
                members.add("new(" + types(constructor.getParameterTypes()) + ")");
            }
        }
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String describe(Method method) {
        return (Modifier.isStatic(method.getModifiers()) ? "static " : "")
                + ours(method.getReturnType().getName())
                + " "
                + method.getName()
                + "("
                + types(method.getParameterTypes())
                + ")";
    }

    private static String types(Class<?>[] parameters) {
        return Arrays.stream(parameters)
                .map(type -> ours(type.getName()))
                .collect(Collectors.joining(", "));
    }

    private static String ours(String name) {
        return name.replace("org.apache.kafka.", "io.leat.");
    }
}
