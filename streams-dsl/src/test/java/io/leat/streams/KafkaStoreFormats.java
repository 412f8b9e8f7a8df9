package io.leat.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.EmitStrategy;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.SessionWindows;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.AggregationWithHeaders;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.SessionStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.ValueTimestampHeaders;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.NullUnmarked;

/**
 * What tables, windows and sessions keep under a {@code dsl.store.format}, on the driver of Kafka
 * Streams.
 */
@NullUnmarked
final class KafkaStoreFormats {

    private KafkaStoreFormats() {}

    /** Writes the length of a text into a header, and reads a text together with that. */
    private static final class Schema implements Serde<String> {

        @Override
        public Serializer<String> serializer() {
            return new Serializer<>() {
                @Override
                public byte[] serialize(String topic, String text) {
                    return text.getBytes(UTF_8);
                }

                @Override
                public byte[] serialize(String topic, Headers headers, String text) {
                    if (text == null) {
                        return null;
                    }
                    String plain = text.replaceAll("/.*", "");
                    headers.add("schema", Integer.toString(plain.length()).getBytes(UTF_8));
                    return plain.getBytes(UTF_8);
                }
            };
        }

        @Override
        public Deserializer<String> deserializer() {
            return new Deserializer<>() {
                @Override
                public String deserialize(String topic, byte[] bytes) {
                    return bytes == null ? null : new String(bytes, UTF_8);
                }

                @Override
                public String deserialize(String topic, Headers headers, byte[] bytes) {
                    if (bytes == null) {
                        return null;
                    }
                    Header schema = headers.lastHeader("schema");
                    String text = new String(bytes, UTF_8);
                    return schema == null ? text : text + "/" + new String(schema.value(), UTF_8);
                }
            };
        }
    }

    /**
     * @param texts the serde of values
     */
    private static Topology topology(Serde<String> texts) {
        StreamsBuilder builder = new StreamsBuilder();
        var clicks =
                builder.stream("clicks", Consumed.with(Serdes.String(), Serdes.String()))
                        .groupByKey(Grouped.with(Serdes.String(), Serdes.String()));
        clicks.reduce(
                        (one, other) -> one + other,
                        Materialized.<String, String, KeyValueStore<Bytes, byte[]>>as("joined")
                                .withValueSerde(texts)
                                .withCachingDisabled())
                .toStream()
                .to("out");
        clicks.windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10)))
                .count(
                        Materialized.<String, Long, WindowStore<Bytes, byte[]>>as("windows")
                                .withRetention(Duration.ofSeconds(1)));
        clicks.windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10)))
                .emitStrategy(EmitStrategy.onWindowClose())
                .count(
                        Materialized.<String, Long, WindowStore<Bytes, byte[]>>as("closed")
                                .withRetention(Duration.ofSeconds(1)));
        clicks.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofMillis(5)))
                .count(
                        Materialized.<String, Long, SessionStore<Bytes, byte[]>>as("sessions")
                                .withRetention(Duration.ofSeconds(1)));
        builder.table("users", Consumed.with(Serdes.String(), texts), Materialized.as("users"))
                .filter(
                        (key, value) -> value.length() > 2,
                        Materialized.<String, String, KeyValueStore<Bytes, byte[]>>as("long")
                                .withValueSerde(texts))
                .toStream()
                .to("changes");
        builder.table(
                "users2",
                Consumed.with(Serdes.String(), texts),
                Materialized.as(Stores.persistentTimestampedKeyValueStoreWithHeaders("given")));
        builder.globalTable(
                "names", Consumed.with(Serdes.String(), texts), Materialized.as("names"));
        return builder.build();
    }

    static List<String> lines(String format, File folder) {
        List<String> lines = new ArrayList<>();
        Properties settings = new Properties();
        settings.put("application.id", "app");
        settings.put("bootstrap.servers", "nowhere:1");
        settings.put("state.dir", folder.getPath());
        settings.put("dsl.store.format", format);
        settings.put(
                "default.key.serde", "org.apache.kafka.common.serialization.Serdes$StringSerde");
        settings.put(
                "default.value.serde", "org.apache.kafka.common.serialization.Serdes$StringSerde");
        settings.put("__emit.interval.ms.kstreams.windowed.aggregation__", 0L);
        Serde<String> texts = format.equals("DEFAULT") ? Serdes.String() : new Schema();
        try (TopologyTestDriver driver = new TopologyTestDriver(topology(texts), settings)) {
            pipe(driver, "clicks", "a", "x", 1);
            pipe(driver, "clicks", "a", "y", 3);
            pipe(driver, "clicks", "b", "z", 25);
            for (String topic : List.of("users", "users2", "names")) {
                pipe(driver, topic, "a", "one", 1);
                pipe(driver, topic, "b", "three", 2);
                pipe(driver, topic, "c", "no", 3);
                pipe(driver, topic, "b", null, 4);
            }
            for (String topic : List.of("out", "changes", "app-joined-changelog")) {
                driver.createOutputTopic(topic, new StringDeserializer(), new StringDeserializer())
                        .readRecordsToList()
                        .forEach(record -> lines.add(topic + " " + shown(record)));
            }
            for (String store : List.of("joined", "users", "long", "given", "names")) {
                entries(driver, store, lines);
            }
            for (String store : List.of("windows", "closed")) {
                var headers = driver.getTimestampedWindowStoreWithHeaders(store);
                all("headers", store, headers == null ? null : headers.all(), lines);
                all("times", store, driver.getTimestampedWindowStore(store).all(), lines);
                all("plain", store, driver.getWindowStore(store).all(), lines);
            }
            var sessions = driver.<String, Long>getSessionStoreWithHeaders("sessions");
            all("headers", "sessions", sessions == null ? null : sessions.fetch("a"), lines);
            all("plain", "sessions", driver.getSessionStore("sessions").fetch("a"), lines);
        }
        return lines;
    }

    private static void pipe(
            TopologyTestDriver driver, String topic, String key, String value, long time) {
        Headers headers = new RecordHeaders().add("own", key.getBytes(UTF_8));
        driver.createInputTopic(topic, new StringSerializer(), new StringSerializer())
                .pipeInput(new TestRecord<>(key, value, headers, time));
    }

    private static String shown(TestRecord<String, String> record) {
        return record.key()
                + "="
                + record.value()
                + "@"
                + record.timestamp()
                + text(record.headers());
    }

    private static void entries(TopologyTestDriver driver, String store, List<String> lines) {
        var headers = driver.getTimestampedKeyValueStoreWithHeaders(store);
        all("headers", store, headers == null ? null : headers.all(), lines);
        all("times", store, driver.getTimestampedKeyValueStore(store).all(), lines);
        all("plain", store, driver.getKeyValueStore(store).all(), lines);
    }

    private static <K, V> void all(
            String view, String store, KeyValueIterator<K, V> entries, List<String> lines) {
        if (entries == null) {
            lines.add(store + " as " + view + ": no");
            return;
        }
        try (entries) {
            entries.forEachRemaining(
                    entry ->
                            lines.add(
                                    store
                                            + " as "
                                            + view
                                            + ": "
                                            + entry.key
                                            + "="
                                            + shown(entry.value)));
        }
    }

    private static String shown(Object value) {
        if (value instanceof ValueTimestampHeaders<?> row) {
            return row.value() + "@" + row.timestamp() + text(row.headers());
        }
        return value instanceof AggregationWithHeaders<?> session
                ? session.aggregation() + text(session.headers())
                : value.toString();
    }

    private static String text(Headers headers) {
        StringBuilder text = new StringBuilder();
        for (Header header : headers) {
            text.append(' ').append(header.key()).append('=');
            text.append(new String(header.value(), UTF_8));
        }
        return text.toString();
    }
}
