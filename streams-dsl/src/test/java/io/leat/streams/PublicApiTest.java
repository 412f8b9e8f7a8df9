package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every public type, method, constructor and constant of Kafka Streams 4.3.1 and its test utilities
 * is there under Leat's names, except those that are listed here with a reason.
 */
class PublicApiTest {

    /** Why something is missing, and the beginnings of its names. */
    private static final Map<String, List<String>> MISSING =
            Map.ofEntries(
                    Map.entry(
                            "of Kafka's inside, though public",
                            List.of(
                                    "streams.StreamsConfig$InternalConfig",
                                    "streams.TopologyConfig$InternalConfig",
                                    "streams.TopologyConfig.AUTOMATIC_CONFIG_PROVIDERS_PROPERTY",
                                    "streams.TopologyConfig.CONFIG_PROVIDERS_",
                                    "streams.TopologyConfig.valuesWithPrefixAllOrNothing",
                                    "streams.StreamsConfig.DUMMY_THREAD_INDEX",
                                    "streams.StreamsConfig.main",
                                    "streams.StreamsConfig.valuesWithPrefixAllOrNothing",
                                    "streams.StreamsConfig.AUTOMATIC_CONFIG_PROVIDERS_PROPERTY",
                                    "streams.processor.api.MockProcessorContext.recordCollector",
                                    "streams.processor.assignment.TaskAssignmentUtils$Move",
                                    "streams.state.QueryableStoreType.create",
                                    "streams.state.QueryableStoreTypes",
                                    "streams.state.RocksDBConfigSetter.LOG",
                                    "streams.kstream.EmitStrategy.log",
                                    "streams.state.StoresStores[]")),
                    Map.entry(
                            "several topologies in one application, a feature of Kafka's inside",
                            List.of("streams.processor.TaskId")),
                    Map.entry(
                            "a clock is given with LeatStreams.on",
                            List.of("streams.KafkaStreamsLeatStreams[")),
                    Map.entry(
                            "went with Kafka 4.0, or has a successor since years",
                            List.of(
                                    "streams.KafkaStreams$CloseOptions",
                                    "streams.KafkaStreams.close[",
                                    "streams.kstream.Transformer",
                                    "streams.kstream.ValueTransformer",
                                    "streams.processor.MockProcessorContext",
                                    "streams.errors.DeserializationExceptionHandler.handle[io.leat.streams.processor.Proc",
                                    "streams.errors.LogAndContinueExceptionHandler.handle[io.leat.streams.processor.Proc",
                                    "streams.errors.LogAndFailExceptionHandler.handle[io.leat.streams.processor.Proc")));

    private static final Pattern CONSTANTS_OF_NO_USE =
            Pattern.compile("streams\\.StreamsConfig\\..*_DOC|streams\\.errors\\..*\\.(id|name)");

    @Test
    void shouldHaveWhatKafkaStreamsHas() throws Exception {
        Set<String> missing = new TreeSet<>(missing(org.apache.kafka.streams.KafkaStreams.class));
        missing.addAll(missing(org.apache.kafka.streams.TopologyTestDriver.class));
        missing.removeIf(CONSTANTS_OF_NO_USE.asMatchPredicate());
        Set<String> unused = new TreeSet<>();
        MISSING.values()
                .forEach(
                        names ->
                                names.forEach(
                                        name -> {
                                            if (!missing.removeIf(one -> one.startsWith(name))) {
                                                unused.add(name);
                                            }
                                        }));
        assertEquals("", String.join("\n", missing), "missing");
        assertEquals(Set.of(), unused, "listed as missing, but there");
    }

    @Test
    void shouldGoFromStateToStateAsKafkaDoes() {
        for (LeatStreams.State from : LeatStreams.State.values()) {
            var kafkaFrom = org.apache.kafka.streams.KafkaStreams.State.valueOf(from.name());
            assertEquals(
                    kafkaFrom.hasStartedOrFinishedShuttingDown(),
                    from.hasStartedOrFinishedShuttingDown());
            for (LeatStreams.State to : LeatStreams.State.values()) {
                assertEquals(
                        kafkaFrom.isValidTransition(
                                org.apache.kafka.streams.KafkaStreams.State.valueOf(to.name())),
                        from.isValidTransition(to),
                        from + " to " + to);
            }
        }
    }

    private static List<String> missing(Class<?> anyOfJar) throws IOException, URISyntaxException {
        Path file = Path.of(anyOfJar.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("org/apache/kafka/streams/"))
                    .filter(name -> name.endsWith(".class") && !name.contains("/internals/"))
                    .map(name -> name.replace('/', '.').substring(0, name.length() - 6))
                    .flatMap(PublicApiTest::missing)
                    .map(text -> text.replace("org.apache.kafka.", ""))
                    .toList();
        }
    }

    private static Stream<String> missing(String name) {
        Class<?> theirs = load(name);
        if (theirs == null || !isPublic(theirs)) {
            return Stream.empty();
        }
        Class<?> ours = load(renamed(name));
        if (ours == null) {
            return Stream.of(name);
        }
        Set<String> have = members(ours);
        return members(theirs).stream()
                .filter(member -> !have.contains(member))
                .map(member -> name + member);
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicApiTest.class.getClassLoader());
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            return null;
        }
    }

    private static boolean isPublic(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getDeclaringClass()) {
            if (!Modifier.isPublic(each.getModifiers())) {
                return false;
            }
        }
        return !type.isAnonymousClass() && !type.isSynthetic();
    }

    /** What a user of {@code type} sees, inherited too. */
    private static Set<String> members(Class<?> type) {
        Stream<String> methods =
                Arrays.stream(type.getMethods())
                        .filter(method -> !method.isBridge() && !method.isSynthetic())
                        .filter(method -> method.getDeclaringClass() != Object.class)
                        .map(method -> "." + method.getName() + parameters(method));
        Stream<String> constructors =
                Arrays.stream(type.getConstructors()).map(one -> simple(type) + parameters(one));
        Stream<String> fields = Arrays.stream(type.getFields()).map(field -> "." + field.getName());
        return Stream.of(methods, constructors, fields)
                .flatMap(all -> all)
                .collect(Collectors.toSet());
    }

    private static String simple(Class<?> type) {
        return renamed(type.getSimpleName());
    }

    private static String parameters(Executable one) {
        return Arrays.stream(one.getParameterTypes())
                .map(type -> renamed(type.getTypeName()))
                .toList()
                .toString();
    }

    /** As {@code leat migrate} renames. */
    private static String renamed(String name) {
        return name.replace("org.apache.kafka.", "io.leat.")
                .replaceAll("\\bKafkaStreams\\b", "LeatStreams");
    }
}
