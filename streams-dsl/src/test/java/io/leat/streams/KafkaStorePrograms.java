package io.leat.streams;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.ValueTransformerWithKey;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStoreWithHeaders;
import org.apache.kafka.streams.state.TimestampedWindowStoreWithHeaders;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.apache.kafka.streams.state.ValueTimestampHeaders;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.NullUnmarked;

/**
 * Programs with stores of rare kinds on Apache Kafka Streams. The same text as in {@link
 * LeatStorePrograms}.
 */
@NullUnmarked
final class KafkaStorePrograms {

    private KafkaStorePrograms() {}

    static final Map<String, Consumer<StreamsBuilder>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("lruMap", KafkaStorePrograms::lruMap);
        ALL.put("headersStore", KafkaStorePrograms::headersStore);
        ALL.put("headersWindows", KafkaStorePrograms::headersWindows);
        ALL.put("transformValues", KafkaStorePrograms::transformValues);
        ALL.put("transformValuesKept", KafkaStorePrograms::transformValuesKept);
        ALL.put("transformValuesGrouped", KafkaStorePrograms::transformValuesGrouped);
        ALL.put("transformValuesJoined", KafkaStorePrograms::transformValuesJoined);
    }

    static void lruMap(StreamsBuilder b) {
        b.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.lruMap("lru", 2), Serdes.String(), Serdes.String()));
        b.<String, String>stream("in0").process(Lru::new, "lru").to("out");
    }

    /** Tells what was there, and puts what comes. */
    private static final class Lru extends ContextualProcessor<String, String, String, String> {

        private KeyValueStore<String, String> store;

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            store = context.getStateStore("lru");
        }

        @Override
        public void process(Record<String, String> record) {
            String before = store.get(record.key());
            if (record.value() == null) {
                store.delete(record.key());
            } else {
                store.put(record.key(), record.value());
            }
            context().forward(record.withValue(before + " " + store.approximateNumEntries()));
        }
    }

    static void headersStore(StreamsBuilder b) {
        b.addStateStore(
                Stores.timestampedKeyValueStoreWithHeadersBuilder(
                        Stores.persistentTimestampedKeyValueStoreWithHeaders("headers"),
                        Serdes.String(),
                        Serdes.String()));
        b.<String, String>stream("in0").process(WithHeaders::new, "headers").to("out");
    }

    /** Keeps the value before as a header. */
    private static final class WithHeaders
            extends ContextualProcessor<String, String, String, String> {

        private TimestampedKeyValueStoreWithHeaders<String, String> store;

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            store = context.getStateStore("headers");
        }

        @Override
        public void process(Record<String, String> record) {
            ValueTimestampHeaders<String> before = store.get(record.key());
            if (before != null) {
                record.headers().add("before", before.value().getBytes());
            }
            store.put(
                    record.key(),
                    ValueTimestampHeaders.make(
                            record.value(), record.timestamp(), record.headers()));
            StringBuilder all = new StringBuilder();
            try (KeyValueIterator<String, ValueTimestampHeaders<String>> entries = store.all()) {
                entries.forEachRemaining(
                        e -> {
                            all.append(e.key).append('=').append(e.value.value());
                            all.append('@').append(e.value.timestamp());
                            e.value
                                    .headers()
                                    .forEach(
                                            h -> all.append(h.key()).append(new String(h.value())));
                        });
            }
            context().forward(record.withValue(all.toString()));
        }
    }

    static void headersWindows(StreamsBuilder b) {
        b.addStateStore(
                Stores.timestampedWindowStoreWithHeadersBuilder(
                        Stores.persistentTimestampedWindowStoreWithHeaders(
                                "windows", Duration.ofHours(1), Duration.ofMillis(100), false),
                        Serdes.String(),
                        Serdes.String()));
        b.<String, String>stream("in0").process(Windows::new, "windows").to("out");
    }

    /** Keeps the last value of each window of 100 ms. */
    private static final class Windows extends ContextualProcessor<String, String, String, String> {

        private TimestampedWindowStoreWithHeaders<String, String> store;

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            store = context.getStateStore("windows");
        }

        @Override
        public void process(Record<String, String> record) {
            store.put(
                    record.key(),
                    ValueTimestampHeaders.make(
                            record.value(),
                            record.timestamp(),
                            record.headers().add("v", ("" + record.value()).getBytes())),
                    record.timestamp() / 100 * 100);
            StringBuilder all = new StringBuilder();
            try (WindowStoreIterator<ValueTimestampHeaders<String>> found =
                    store.fetch(record.key(), 0, record.timestamp())) {
                found.forEachRemaining(
                        e -> all.append(e.key).append(e.value.value()).append(e.value.timestamp()));
            }
            context().forward(record.withValue(all.toString()));
        }
    }

    /** Counts, in a store, how often a key was seen. */
    private static final class Counting implements ValueTransformerWithKey<String, String, String> {

        private TimestampedKeyValueStore<String, String> store;
        private org.apache.kafka.streams.processor.ProcessorContext context;

        @Override
        public void init(org.apache.kafka.streams.processor.ProcessorContext context) {
            this.context = context;
            store = context.getStateStore("seen");
        }

        @Override
        public String transform(String readOnlyKey, String value) {
            String seen = ValueAndTimestamp.getValueOrNull(store.get(readOnlyKey));
            String next = seen == null ? "+" : seen + "+";
            store.put(readOnlyKey, ValueAndTimestamp.make(next, context.timestamp()));
            return value == null ? null : value + next + context.topic() + context.offset();
        }

        @Override
        public void close() {}
    }

    /** The value and the key, nothing for short ones. */
    private static final class Pure implements ValueTransformerWithKey<String, String, String> {

        @Override
        public void init(org.apache.kafka.streams.processor.ProcessorContext context) {}

        @Override
        public String transform(String readOnlyKey, String value) {
            return value == null || value.length() < 2 ? null : readOnlyKey + value;
        }

        @Override
        public void close() {}
    }

    private static KTable<String, String> counted(StreamsBuilder b) {
        b.addStateStore(
                Stores.timestampedKeyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("seen"), Serdes.String(), Serdes.String()));
        return b.table("in0");
    }

    static void transformValues(StreamsBuilder b) {
        counted(b)
                .transformValues(Counting::new, Named.as("counting"), "seen")
                .toStream()
                .to("out");
    }

    static void transformValuesKept(StreamsBuilder b) {
        counted(b)
                .transformValues(
                        Counting::new,
                        Materialized.<String, String, KeyValueStore<Bytes, byte[]>>as("kept")
                                .withValueSerde(Serdes.String()),
                        "seen")
                .filter((k, v) -> v.length() % 3 > 0)
                .toStream()
                .to("out");
    }

    static void transformValuesGrouped(StreamsBuilder b) {
        b.<String, String>table("in0")
                .transformValues(Pure::new)
                .groupBy(
                        (k, v) -> KeyValue.pair(v.substring(0, 2), v),
                        Grouped.with(Serdes.String(), Serdes.String()))
                .reduce((x, y) -> x + y, (x, y) -> x + "-" + y)
                .toStream()
                .to("out");
    }

    static void transformValuesJoined(StreamsBuilder b) {
        b.<String, String>table("in0")
                .transformValues(Pure::new)
                .outerJoin(b.<String, String>table("in1"), (x, y) -> x + "+" + y)
                .toStream()
                .to("out");
    }
}
