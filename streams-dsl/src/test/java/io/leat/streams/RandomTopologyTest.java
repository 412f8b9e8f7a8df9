package io.leat.streams;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random topologies with random input on Leat and on Kafka Streams: equal shapes and names, equal
 * outputs with times and headers, equal stores. {@code -Dseeds=N} runs more seeds.
 */
@NullUnmarked
class RandomTopologyTest {

    private static final int SEEDS = Integer.getInteger("seeds", 40);
    private static final String[] WORDS = {"a", "ab", "abba", "b", "bob", "c a", "drop", "a b a"};

    /** A record of the random input. */
    private record In(String topic, String key, String value, String header, long time) {}

    @Test
    void shouldBeEqualInShapeAndOutputAndState(@TempDir File folder) {
        int failed = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            failed += check(seed, folder) ? 0 : 1;
        }
        assertTrue(failed < SEEDS / 4, failed + " topologies of " + SEEDS + " failed on both");
    }

    /** A filter of a table that is kept for something else sent deletions of rows never sent. */
    @ParameterizedTest
    @ValueSource(longs = 202)
    void shouldStayEqualWhereItOnceWasNot(long seed, @TempDir File folder) {
        check(RandomPlan.of(seed, RandomPlan.FIRST_OPS), seed, folder);
    }

    /** Whether the topology took all of its input; it must on both sides or on none. */
    static boolean check(long seed, File folder) {
        return check(RandomPlan.of(seed), seed, folder);
    }

    private static boolean check(RandomPlan plan, long seed, File folder) {
        String where = "seed " + seed + " " + plan;
        assertEquals(
                shape(KafkaRandomTopology.build(plan).describe()),
                shape(LeatRandomTopology.build(plan).describe()),
                where);
        List<String> expected = runKafka(plan, seed, new File(folder, "kafka" + seed));
        List<String> found = runLeat(plan, seed, new File(folder, "leat" + seed));
        assertEquals(String.join("\n", expected), String.join("\n", found), where);
        return !expected.contains("failed");
    }

    /** Lambdas have no lasting name, and the stores of a node no order. */
    private static String shape(Object description) {
        return Pattern.compile("stores: \\[([^]]*)]")
                .matcher(description.toString().replaceAll("extractor class: [^)]*", "extractor"))
                .replaceAll(
                        found -> "stores: " + new TreeSet<>(List.of(found.group(1).split(", "))));
    }

    private static Properties settings(File folder, String serde) {
        Properties settings = new Properties();
        settings.put("application.id", "app");
        settings.put("bootstrap.servers", "nowhere:1");
        settings.put("state.dir", folder.getPath());
        settings.put("default.key.serde", serde);
        settings.put("default.value.serde", serde);
        return settings;
    }

    private static List<In> input(RandomPlan plan, long seed) {
        Random random = new Random(seed);
        List<In> records = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            records.add(
                    new In(
                            "in" + random.nextInt(plan.global() ? 4 : 3),
                            random.nextInt(12) == 0 ? null : "k" + random.nextInt(4),
                            random.nextInt(6) == 0 ? null : WORDS[random.nextInt(WORDS.length)],
                            random.nextInt(3) == 0 ? "h" + i : null,
                            1000 + i * 10 - random.nextInt(50)));
        }
        return records;
    }

    /** Changelogs of suppressions are left out: their order within a commit is that of a hash. */
    private static Set<String> compared(Set<String> topics) {
        Set<String> kept = new TreeSet<>(topics);
        kept.removeIf(topic -> topic.matches(".*(SUPPRESS|named-[0-9]+-store).*-changelog"));
        return kept;
    }

    /** Stores that are compared by their changelogs alone: what they hold has no common text. */
    private static boolean internal(String store) {
        return store.matches(".*SUPPRESS.*|.*-store|.*SUBSCRIPTION.*");
    }

    private static String line(String topic, byte[] key, byte[] value, long time) {
        return topic + " " + text(key) + " " + text(value) + " " + time;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, ISO_8859_1);
    }

    private static List<String> runLeat(RandomPlan plan, long seed, File folder) {
        List<String> lines = new ArrayList<>();
        Properties settings = settings(folder, "io.leat.common.serialization.Serdes$StringSerde");
        try (io.leat.streams.TopologyTestDriver driver =
                new io.leat.streams.TopologyTestDriver(LeatRandomTopology.build(plan), settings)) {
            for (In in : input(plan, seed)) {
                try {
                    driver.createInputTopic(
                                    in.topic(),
                                    new io.leat.common.serialization.StringSerializer(),
                                    new io.leat.common.serialization.StringSerializer())
                            .pipeInput(
                                    new io.leat.streams.test.TestRecord<>(
                                            in.key(),
                                            in.value(),
                                            headersLeat(in.header()),
                                            in.time()));
                } catch (RuntimeException e) {
                    lines.add("failed");
                    return lines;
                }
            }
            for (String topic : compared(driver.producedTopicNames())) {
                driver.createOutputTopic(
                                topic,
                                new io.leat.common.serialization.ByteArrayDeserializer(),
                                new io.leat.common.serialization.ByteArrayDeserializer())
                        .readRecordsToList()
                        .forEach(
                                r ->
                                        lines.add(
                                                line(topic, r.key(), r.value(), r.timestamp())
                                                        + (topic.endsWith("-changelog")
                                                                ? ""
                                                                : text(r.headers()))));
            }
            for (String store : new TreeSet<>(driver.getAllStateStores().keySet())) {
                if (internal(store)) {
                    continue;
                }
                try (var all = driver.getTimestampedKeyValueStore(store).all()) {
                    all.forEachRemaining(
                            entry ->
                                    lines.add(
                                            store
                                                    + " holds "
                                                    + entry.key
                                                    + "="
                                                    + entry.value.value()
                                                    + "@"
                                                    + entry.value.timestamp()));
                }
            }
        }
        return lines;
    }

    private static String text(io.leat.common.header.Headers headers) {
        StringBuilder text = new StringBuilder();
        headers.forEach(h -> text.append(' ').append(h.key()).append(text(h.value())));
        return text.toString();
    }

    private static io.leat.common.header.Headers headersLeat(String value) {
        var headers = new io.leat.common.header.internals.RecordHeaders();
        if (value != null) {
            headers.add("h", value.getBytes(UTF_8));
        }
        return headers;
    }

    private static List<String> runKafka(RandomPlan plan, long seed, File folder) {
        List<String> lines = new ArrayList<>();
        Properties settings =
                settings(folder, "org.apache.kafka.common.serialization.Serdes$StringSerde");
        try (org.apache.kafka.streams.TopologyTestDriver driver =
                new org.apache.kafka.streams.TopologyTestDriver(
                        KafkaRandomTopology.build(plan), settings)) {
            for (In in : input(plan, seed)) {
                try {
                    driver.createInputTopic(
                                    in.topic(),
                                    new org.apache.kafka.common.serialization.StringSerializer(),
                                    new org.apache.kafka.common.serialization.StringSerializer())
                            .pipeInput(
                                    new org.apache.kafka.streams.test.TestRecord<>(
                                            in.key(),
                                            in.value(),
                                            headersKafka(in.header()),
                                            in.time()));
                } catch (RuntimeException e) {
                    lines.add("failed");
                    return lines;
                }
            }
            for (String topic : compared(driver.producedTopicNames())) {
                driver.createOutputTopic(
                                topic,
                                new org.apache.kafka.common.serialization.ByteArrayDeserializer(),
                                new org.apache.kafka.common.serialization.ByteArrayDeserializer())
                        .readRecordsToList()
                        .forEach(
                                r ->
                                        lines.add(
                                                line(topic, r.key(), r.value(), r.timestamp())
                                                        + (topic.endsWith("-changelog")
                                                                ? ""
                                                                : text(r.headers()))));
            }
            for (String store : new TreeSet<>(driver.getAllStateStores().keySet())) {
                if (internal(store)) {
                    continue;
                }
                try (var all = driver.getTimestampedKeyValueStore(store).all()) {
                    all.forEachRemaining(
                            entry ->
                                    lines.add(
                                            store
                                                    + " holds "
                                                    + entry.key
                                                    + "="
                                                    + entry.value.value()
                                                    + "@"
                                                    + entry.value.timestamp()));
                }
            }
        }
        return lines;
    }

    private static String text(org.apache.kafka.common.header.Headers headers) {
        StringBuilder text = new StringBuilder();
        headers.forEach(h -> text.append(' ').append(h.key()).append(text(h.value())));
        return text.toString();
    }

    private static org.apache.kafka.common.header.Headers headersKafka(String value) {
        var headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        if (value != null) {
            headers.add("h", value.getBytes(UTF_8));
        }
        return headers;
    }
}
