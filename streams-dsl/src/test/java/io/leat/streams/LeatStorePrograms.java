package io.leat.streams;

import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.KTable;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Named;
import io.leat.streams.kstream.ValueTransformerWithKey;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.Stores;
import io.leat.streams.state.TimestampedKeyValueStore;
import io.leat.streams.state.TimestampedKeyValueStoreWithHeaders;
import io.leat.streams.state.TimestampedWindowStoreWithHeaders;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.state.ValueTimestampHeaders;
import io.leat.streams.state.WindowStoreIterator;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/** Programs with stores of rare kinds on Leat. The same text as in {@link KafkaStorePrograms}. */
@NullUnmarked
final class LeatStorePrograms {

    private LeatStorePrograms() {}

    static final Map<String, Consumer<StreamsBuilder>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("lruMap", LeatStorePrograms::lruMap);
        ALL.put("headersStore", LeatStorePrograms::headersStore);
        ALL.put("headersWindows", LeatStorePrograms::headersWindows);
        ALL.put("transformValues", LeatStorePrograms::transformValues);
        ALL.put("transformValuesKept", LeatStorePrograms::transformValuesKept);
        ALL.put("transformValuesGrouped", LeatStorePrograms::transformValuesGrouped);
        ALL.put("transformValuesJoined", LeatStorePrograms::transformValuesJoined);
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
        private io.leat.streams.processor.ProcessorContext context;

        @Override
        public void init(io.leat.streams.processor.ProcessorContext context) {
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
        public void init(io.leat.streams.processor.ProcessorContext context) {}

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
