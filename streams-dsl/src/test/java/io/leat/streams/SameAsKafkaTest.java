package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same programs on Leat and on Kafka Streams: equal shapes, equal outputs. */
@NullUnmarked
class SameAsKafkaTest {

    private static final String[] WORDS = {
        "a", "ab", "abba", "b", "bob", "carol c", "drop", "a b a"
    };

    private static final int SEEDS = Integer.getInteger("seeds", 2);
    private static final String OPTIMIZATIONS = "all";

    @TempDir(factory = MemoryFolder.class)
    File folder;

    private String optimization = "none";

    static Set<String> programs() {
        return LeatPrograms.ALL.keySet();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void shouldDescribeTopologiesAsKafkaDoes(String program) {
        assertEquals(shape(kafka(program).describe()), shape(leat(program).describe()));
    }

    /** Lambdas have no lasting name. */
    private static String shape(Object description) {
        return description.toString().replaceAll("extractor class: [^)]*", "extractor");
    }

    @ParameterizedTest
    @MethodSource("programs")
    void shouldProduceTheOutputOfKafka(String program) {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertEquals(
                    runKafka(program, seed), runLeat(program, seed), program + ", seed " + seed);
        }
    }

    static Set<String> optimized() {
        return LeatOptimizedPrograms.ALL.keySet();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void shouldOptimizeTopologiesAsKafkaDoes(String program) {
        optimization = OPTIMIZATIONS;
        assertEquals(shape(kafka(program).describe()), shape(leat(program).describe()));
    }

    @ParameterizedTest
    @MethodSource("optimized")
    void shouldProduceTheSameWhenOptimized(String program) {
        optimization = OPTIMIZATIONS;
        shouldProduceTheOutputOfKafka(program);
    }

    private Properties building() {
        Properties settings = new Properties();
        settings.put("topology.optimization", optimization);
        return settings;
    }

    private Topology leat(String program) {
        StreamsBuilder builder = new StreamsBuilder();
        LeatPrograms.ALL.get(program).accept(builder);
        return builder.build(building());
    }

    private org.apache.kafka.streams.Topology kafka(String program) {
        org.apache.kafka.streams.StreamsBuilder builder =
                new org.apache.kafka.streams.StreamsBuilder();
        KafkaPrograms.ALL.get(program).accept(builder);
        return builder.build(building());
    }

    private Properties settings(String side, long seed, String serde) {
        Properties settings = new Properties();
        settings.put("application.id", "app");
        settings.put("bootstrap.servers", "nowhere:1");
        settings.put("state.dir", new File(folder, side + seed).getPath());
        settings.put("default.key.serde", serde);
        settings.put("default.value.serde", serde);
        // Results of closed windows go out at most once in that many milliseconds of wall clock.
        settings.put("__emit.interval.ms.kstreams.windowed.aggregation__", 0L);
        settings.put("__emit.interval.ms.kstreams.outer.join.spurious.results.fix__", 0L);
        return settings;
    }

    /** A record of the random input. */
    private record In(String topic, String key, String value, long time) {}

    private static List<In> input(Set<String> topics, long seed) {
        Random random = new Random(seed);
        List<String> names = new ArrayList<>(topics);
        List<In> records = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            records.add(
                    new In(
                            names.get(random.nextInt(names.size())),
                            "k" + random.nextInt(4),
                            random.nextInt(6) == 0 ? null : WORDS[random.nextInt(WORDS.length)],
                            1000 + i * 10 - random.nextInt(50)));
        }
        return records;
    }

    private Set<String> topics(String program) {
        Set<String> topics = new TreeSet<>();
        leat(program)
                .graph()
                .whole()
                .sourceTopics()
                .forEach(
                        topic -> {
                            if (topic.startsWith("in")) {
                                topics.add(topic);
                            }
                        });
        return topics;
    }

    private List<String> runLeat(String program, long seed) {
        List<String> lines = new ArrayList<>();
        Properties settings =
                settings("leat", seed, "io.leat.common.serialization.Serdes$StringSerde");
        try (TopologyTestDriver driver = new TopologyTestDriver(leat(program), settings)) {
            for (In in : input(topics(program), seed)) {
                try {
                    driver.createInputTopic(
                                    in.topic(),
                                    new io.leat.common.serialization.StringSerializer(),
                                    new io.leat.common.serialization.StringSerializer())
                            .pipeInput(in.key(), in.value(), in.time());
                } catch (RuntimeException e) {
                    lines.add("failed");
                    return lines;
                }
            }
            for (String topic : new TreeSet<>(driver.producedTopicNames())) {
                driver.createOutputTopic(
                                topic,
                                new io.leat.common.serialization.ByteArrayDeserializer(),
                                new io.leat.common.serialization.ByteArrayDeserializer())
                        .readRecordsToList()
                        .forEach(r -> lines.add(line(topic, r.key(), r.value(), r.timestamp())));
            }
        }
        return folded(lines);
    }

    private List<String> runKafka(String program, long seed) {
        List<String> lines = new ArrayList<>();
        Properties settings =
                settings("kafka", seed, "org.apache.kafka.common.serialization.Serdes$StringSerde");
        try (org.apache.kafka.streams.TopologyTestDriver driver =
                new org.apache.kafka.streams.TopologyTestDriver(kafka(program), settings)) {
            for (In in : input(topics(program), seed)) {
                try {
                    driver.createInputTopic(
                                    in.topic(),
                                    new org.apache.kafka.common.serialization.StringSerializer(),
                                    new org.apache.kafka.common.serialization.StringSerializer())
                            .pipeInput(in.key(), in.value(), in.time());
                } catch (RuntimeException e) {
                    lines.add("failed");
                    return lines;
                }
            }
            for (String topic : new TreeSet<>(driver.producedTopicNames())) {
                driver.createOutputTopic(
                                topic,
                                new org.apache.kafka.common.serialization.ByteArrayDeserializer(),
                                new org.apache.kafka.common.serialization.ByteArrayDeserializer())
                        .readRecordsToList()
                        .forEach(r -> lines.add(line(topic, r.key(), r.value(), r.timestamp())));
            }
        }
        return folded(lines);
    }

    /**
     * Changelogs count by what they leave: Leat logs a key once a commit, in order of keys, and not
     * at all when it comes and goes within one.
     */
    private static List<String> folded(List<String> lines) {
        List<String> kept = new ArrayList<>();
        Map<String, String> last = new TreeMap<>();
        for (String line : lines) {
            if (line.startsWith("!")) {
                String key = line.substring(0, line.indexOf('='));
                last.put(key, line);
            } else {
                kept.add(line);
            }
        }
        last.values().stream()
                .filter(line -> !line.contains("=null@") && !line.contains(" null=@"))
                .forEach(kept::add);
        return kept;
    }

    private static String line(String topic, byte[] key, byte[] value, Long time) {
        if (topic.matches(".*(-this-join|-other-join|THIS-[0-9]+|OTHER-[0-9]+)-store-changelog")) {
            // Kafka also counts, and logs, records without a value, which it does not keep.
            byte[] unnumbered = java.util.Arrays.copyOf(key, key.length - Integer.BYTES);
            return "!" + topic + " " + text(unnumbered) + " " + text(value) + "=@" + time;
        }
        if (topic.endsWith("-expiring-changelog")) {
            // Kafka also logs what is too late for the store.
            return "!" + topic + "=";
        }
        if (topic.matches("app-(.*KTABLE-SUPPRESS-.*|(final|bytes)-store|.*-Buffer)-changelog")) {
            // Kafka sends these without a timestamp, and the test driver takes any for that.
            return "!" + topic + " " + text(key).replace('=', ' ') + "=" + text(value) + "@";
        }
        if (topic.endsWith("-changelog")) {
            return "!" + topic + " " + text(key).replace('=', ' ') + "=" + text(value) + "@" + time;
        }
        return topic + " " + text(key) + " " + text(value) + " " + time;
    }

    private static String text(byte[] bytes) {
        return bytes == null
                ? "null"
                : new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
