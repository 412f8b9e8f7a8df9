package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.streams.errors.TopologyException;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.Materialized;
import java.io.File;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that nobody chose are refused where the settings want that, the same as by Kafka. */
@NullUnmarked
class ExplicitNamesTest {

    private static final Pattern GENERATED = Pattern.compile("[\\w-]*\\d{10}[\\w-]*");

    @TempDir File folder;

    private Properties settings() {
        Properties settings = new Properties();
        settings.put("application.id", "app");
        settings.put("bootstrap.servers", "nowhere:1");
        settings.put("state.dir", folder.getPath());
        settings.put("ensure.explicit.internal.resource.naming", "true");
        return settings;
    }

    private static Set<String> named(String message) {
        Set<String> names = new TreeSet<>();
        for (Matcher all = GENERATED.matcher(message); all.find(); ) {
            names.add(all.group());
        }
        return names;
    }

    private Set<String> refusedByLeat(Consumer<StreamsBuilder> program) {
        StreamsBuilder builder =
                new StreamsBuilder(new TopologyConfig(new StreamsConfig(settings())));
        program.accept(builder);
        try {
            builder.build();
            return Set.of();
        } catch (TopologyException e) {
            return named(e.getMessage());
        }
    }

    private Set<String> refusedByKafka(Consumer<org.apache.kafka.streams.StreamsBuilder> program) {
        var builder =
                new org.apache.kafka.streams.StreamsBuilder(
                        new org.apache.kafka.streams.TopologyConfig(
                                new org.apache.kafka.streams.StreamsConfig(settings())));
        program.accept(builder);
        try {
            builder.build();
            return Set.of();
        } catch (org.apache.kafka.streams.errors.TopologyException e) {
            Set<String> names = named(e.getMessage());
            var plain = new org.apache.kafka.streams.StreamsBuilder();
            program.accept(plain);
            String all = plain.build().describe().toString();
            // Kafka also names stores that the topology does not have, as nobody needs them.
            names.removeIf(name -> !all.contains(name.replace("-changelog", "")));
            return names;
        }
    }

    @Test
    void shouldRefuseTheNamesThatKafkaRefuses() {
        Map<String, Set<String>> expected = new TreeMap<>();
        KafkaNamedPrograms.all()
                .forEach((name, program) -> expected.put(name, refusedByKafka(program)));
        Map<String, Set<String>> refused = new TreeMap<>();
        LeatNamedPrograms.all()
                .forEach((name, program) -> refused.put(name, refusedByLeat(program)));
        expected.forEach((name, names) -> assertEquals(names, refused.get(name), name));
        assertEquals(expected.keySet(), refused.keySet());
        long fine = expected.values().stream().filter(Set::isEmpty).count();
        assertTrue(fine > 15 && fine < expected.size() - 15, expected::toString);
    }

    private static Topology counting(Grouped<String, String> grouped, String store) {
        StreamsBuilder builder = new StreamsBuilder();
        var groups = builder.<String, String>stream("in").groupBy((key, value) -> value, grouped);
        if (store == null) {
            groups.count();
        } else {
            groups.count(Materialized.as(store));
        }
        return builder.build();
    }

    /** Kafka starts it: there the builder alone looks at the setting. */
    @Test
    void shouldNotStartWhatHasGeneratedNames() {
        try (LeatStreams streams =
                new LeatStreams(counting(Grouped.as("by-value"), null), settings())) {
            TopologyException refused = assertThrows(TopologyException.class, streams::start);
            assertEquals(
                    Set.of(
                            "KSTREAM-AGGREGATE-STATE-STORE-0000000002",
                            "KSTREAM-AGGREGATE-STATE-STORE-0000000002-changelog"),
                    named(refused.getMessage()));
            assertTrue(refused.getMessage().contains("ensure.explicit.internal.resource.naming"));
        }
        ExplicitNames.check(counting(Grouped.as("by-value"), "counts").graph());
    }
}
