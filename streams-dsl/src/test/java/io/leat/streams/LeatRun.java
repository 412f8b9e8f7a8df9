package io.leat.streams;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.leat.common.header.Header;
import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.streams.kstream.Windowed;
import io.leat.streams.processor.StateStore;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.state.ValueTimestampHeaders;
import io.leat.streams.state.WindowStore;
import io.leat.streams.test.TestRecord;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;

/** Runs a topology on Leat's driver and says what it wrote. The same text as {@link KafkaRun}. */
@NullUnmarked
final class LeatRun {

    private LeatRun() {}

    /**
     * What the topology sends, keeps and logs, one line for each; where a record makes it fail, and
     * nothing after that.
     */
    static List<String> lines(
            Topology topology, List<RandomInput.In> input, Map<String, String> more, File folder) {
        List<String> lines = new ArrayList<>();
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, settings(more, folder))) {
            for (RandomInput.In in : input) {
                try {
                    driver.createInputTopic(
                                    in.topic(), new StringSerializer(), new StringSerializer())
                            .pipeInput(
                                    new TestRecord<>(
                                            in.key(), in.value(), headers(in.header()), in.time()));
                } catch (RuntimeException e) {
                    lines.add("failed");
                    return lines;
                }
            }
            Map<String, String> logged = new TreeMap<>();
            Map<String, List<String>> sent = new TreeMap<>();
            for (String topic : new TreeSet<>(driver.producedTopicNames())) {
                driver.createOutputTopic(
                                topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                        .readRecordsToList()
                        .forEach(record -> add(topic, record, sent, logged));
            }
            sent.values().forEach(lines::addAll);
            logged.values().stream().filter(line -> !line.contains(" -> null")).forEach(lines::add);
            new TreeMap<>(driver.getAllStateStores())
                    .forEach((name, store) -> addStore(name, store, lines));
        }
        return lines;
    }

    private static Properties settings(Map<String, String> more, File folder) {
        String serde = "io.leat.common.serialization.Serdes$StringSerde";
        Properties settings = new Properties();
        settings.put("application.id", "app");
        settings.put("bootstrap.servers", "nowhere:1");
        settings.put("state.dir", folder.getPath());
        settings.put("default.key.serde", serde);
        settings.put("default.value.serde", serde);
        // Results of closed windows go out at most once in that many milliseconds of wall clock.
        settings.put("__emit.interval.ms.kstreams.windowed.aggregation__", 0L);
        settings.put("__emit.interval.ms.kstreams.outer.join.spurious.results.fix__", 0L);
        settings.putAll(more);
        if ("in_memory".equals(more.get("default.dsl.store"))) {
            // The other one only counts for builders that were given the settings.
            settings.put(
                    "dsl.store.suppliers.class",
                    "io.leat.streams.state.BuiltInDslStoreSuppliers$InMemoryDslStoreSuppliers");
        }
        return settings;
    }

    private static Headers headers(String value) {
        Headers headers = new RecordHeaders();
        if (value != null) {
            headers.add("h", value.getBytes(UTF_8));
        }
        return headers;
    }

    /**
     * Changelogs count by what they leave, because Leat logs a key once a commit. Output has to
     * have the order of each key; between keys caches decide it.
     */
    private static void add(
            String topic,
            TestRecord<byte[], byte[]> record,
            Map<String, List<String>> sent,
            Map<String, String> logged) {
        String id = topic + " " + text(record.key());
        if (!topic.endsWith("-changelog")) {
            sent.computeIfAbsent(id, first -> new ArrayList<>())
                    .add(
                            id
                                    + " "
                                    + text(record.value())
                                    + " "
                                    + record.timestamp()
                                    + text(record.headers()));
        } else if (RandomPlan.comparesChangelog(topic)) {
            logged.put(id, id + " -> " + text(record.value()));
        }
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, ISO_8859_1);
    }

    private static String text(Headers headers) {
        StringBuilder text = new StringBuilder();
        for (Header header : headers) {
            text.append(' ').append(header.key()).append(text(header.value()));
        }
        return text.toString();
    }

    private static void addStore(String name, StateStore store, List<String> lines) {
        if (!RandomPlan.comparesStore(name)) {
            return;
        }
        if (store instanceof KeyValueStore<?, ?> entries) {
            add(name, entries.all(), lines);
        } else if (store instanceof WindowStore<?, ?> windows) {
            addNewest(name, windows.all(), lines);
        }
    }

    /** Those that begin last: of older ones Kafka also shows what its store forgets next. */
    private static <K, V> void addNewest(
            String name, KeyValueIterator<Windowed<K>, V> entries, List<String> lines) {
        TreeMap<Long, List<String>> byStart = new TreeMap<>();
        try (entries) {
            entries.forEachRemaining(
                    entry ->
                            byStart.computeIfAbsent(
                                            entry.key.window().start(), start -> new ArrayList<>())
                                    .add(
                                            name
                                                    + " holds "
                                                    + shown(entry.key)
                                                    + "="
                                                    + shown(entry.value)));
        }
        if (!byStart.isEmpty()) {
            lines.addAll(byStart.lastEntry().getValue());
        }
    }

    private static <K, V> void add(
            String name, KeyValueIterator<K, V> entries, List<String> lines) {
        try (entries) {
            entries.forEachRemaining(
                    entry ->
                            lines.add(
                                    name
                                            + " holds "
                                            + shown(entry.key)
                                            + "="
                                            + shown(entry.value)));
        }
    }

    private static String shown(Object object) {
        if (object instanceof ValueAndTimestamp<?> stamped) {
            return shown(stamped.value()) + "@" + stamped.timestamp();
        }
        if (object instanceof ValueTimestampHeaders<?> stamped) {
            return shown(stamped.value()) + "@" + stamped.timestamp() + text(stamped.headers());
        }
        if (object instanceof Windowed<?> windowed) {
            return windowed.key() + "[" + windowed.window().start() + "]";
        }
        return String.valueOf(object);
    }
}
