package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.streams.processor.api.ContextualFixedKeyProcessor;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.FixedKeyProcessorSupplier;
import io.leat.streams.processor.api.FixedKeyRecord;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.processor.api.ProcessorWrapper;
import io.leat.streams.processor.api.Record;
import io.leat.streams.processor.api.WrappedFixedKeyProcessorSupplier;
import io.leat.streams.processor.api.WrappedProcessorSupplier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * A wrapper of processors meets those that it meets in Kafka, and what it returns is run. Kafka
 * makes some operators of the DSL from processors that keep the key, where Leat does not.
 */
@NullUnmarked
class ProcessorWrapperTest {

    private static final String NAMES = "test.names";
    private static final String SEEN = "test.seen";

    private final Set<String> ours = new TreeSet<>();
    private final Set<String> kafkas = new TreeSet<>();
    private final List<String> seen = new ArrayList<>();

    /** Notes names, and what goes into processors that may change keys. */
    public static final class Ours implements ProcessorWrapper {

        private Set<String> names;
        private List<String> seen;

        @Override
        @SuppressWarnings("unchecked")
        public void configure(Map<String, ?> configs) {
            names = (Set<String>) configs.get(NAMES);
            seen = (List<String>) configs.get(SEEN);
        }

        @Override
        public <KIn, VIn, KOut, VOut>
                WrappedProcessorSupplier<KIn, VIn, KOut, VOut> wrapProcessorSupplier(
                        String name, ProcessorSupplier<KIn, VIn, KOut, VOut> supplier) {
            names.add(name);
            return ProcessorWrapper.asWrapped(() -> noting(name, supplier.get()));
        }

        private <KIn, VIn, KOut, VOut> Processor<KIn, VIn, KOut, VOut> noting(
                String name, Processor<KIn, VIn, KOut, VOut> inner) {
            return new Processor<>() {
                @Override
                public void init(ProcessorContext<KOut, VOut> context) {
                    inner.init(context);
                }

                @Override
                public void process(Record<KIn, VIn> record) {
                    seen.add(name + " " + record.key());
                    inner.process(record);
                }

                @Override
                public void close() {
                    inner.close();
                }
            };
        }

        @Override
        public <KIn, VIn, VOut>
                WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut> wrapFixedKeyProcessorSupplier(
                        String name, FixedKeyProcessorSupplier<KIn, VIn, VOut> supplier) {
            names.add(name);
            return ProcessorWrapper.asWrappedFixedKey(supplier);
        }
    }

    /** Notes names. */
    public static final class Kafkas
            implements org.apache.kafka.streams.processor.api.ProcessorWrapper {

        private Set<String> names;

        @Override
        @SuppressWarnings("unchecked")
        public void configure(Map<String, ?> configs) {
            names = (Set<String>) configs.get(NAMES);
        }

        @Override
        public <KIn, VIn, KOut, VOut>
                org.apache.kafka.streams.processor.api.WrappedProcessorSupplier<
                                KIn, VIn, KOut, VOut>
                        wrapProcessorSupplier(
                                String name,
                                org.apache.kafka.streams.processor.api.ProcessorSupplier<
                                                KIn, VIn, KOut, VOut>
                                        supplier) {
            names.add(name);
            return org.apache.kafka.streams.processor.api.ProcessorWrapper.asWrapped(supplier);
        }

        @Override
        public <KIn, VIn, VOut>
                org.apache.kafka.streams.processor.api.WrappedFixedKeyProcessorSupplier<
                                KIn, VIn, VOut>
                        wrapFixedKeyProcessorSupplier(
                                String name,
                                org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier<
                                                KIn, VIn, VOut>
                                        supplier) {
            names.add(name);
            return org.apache.kafka.streams.processor.api.ProcessorWrapper.asWrappedFixedKey(
                    supplier);
        }
    }

    private Properties settings(Class<?> wrapper, Set<String> names, String serde) {
        Properties settings = new Properties();
        settings.put("application.id", "app");
        settings.put("bootstrap.servers", "nowhere:1");
        settings.put("default.key.serde", serde);
        settings.put("default.value.serde", serde);
        settings.put("processor.wrapper.class", wrapper);
        settings.put(NAMES, names);
        settings.put(SEEN, seen);
        return settings;
    }

    private Topology ourTopology(Properties settings) {
        StreamsBuilder builder =
                new StreamsBuilder(new TopologyConfig(new StreamsConfig(settings)));
        var table = builder.<String, String>table("table");
        builder.globalTable("global");
        builder.<String, String>stream("in")
                .filter((key, value) -> true)
                .selectKey((key, value) -> value)
                .join(table, (one, other) -> one + other)
                .processValues(Same::new)
                .groupByKey()
                .count()
                .toStream()
                .mapValues(String::valueOf)
                .to("out");
        return builder.build();
    }

    /** Forwards what it gets. */
    private static final class Same extends ContextualFixedKeyProcessor<String, String, String> {
        @Override
        public void process(FixedKeyRecord<String, String> record) {
            context().forward(record);
        }
    }

    private void buildKafkas(Properties settings) {
        var builder =
                new org.apache.kafka.streams.StreamsBuilder(
                        new org.apache.kafka.streams.TopologyConfig(
                                new org.apache.kafka.streams.StreamsConfig(settings)));
        var table = builder.<String, String>table("table");
        builder.globalTable("global");
        builder.<String, String>stream("in")
                .filter((key, value) -> true)
                .selectKey((key, value) -> value)
                .join(table, (one, other) -> one + other)
                .processValues(KafkaSame::new)
                .groupByKey()
                .count()
                .toStream()
                .mapValues(String::valueOf)
                .to("out");
        builder.build();
    }

    private static final class KafkaSame
            extends org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor<
                    String, String, String> {
        @Override
        public void process(
                org.apache.kafka.streams.processor.api.FixedKeyRecord<String, String> record) {
            context().forward(record);
        }
    }

    @Test
    void shouldWrapTheProcessorsThatKafkaWraps() {
        String serde = "common.serialization.Serdes$StringSerde";
        ourTopology(settings(Ours.class, ours, "io.leat." + serde));
        buildKafkas(settings(Kafkas.class, kafkas, "org.apache.kafka." + serde));
        assertTrue(kafkas.size() > 6, kafkas::toString);
        assertEquals(kafkas, ours);
    }

    @Test
    void shouldRunWhatTheWrapperReturns() {
        Properties settings =
                settings(Ours.class, ours, "io.leat.common.serialization.Serdes$StringSerde");
        Topology topology = new Topology(new TopologyConfig(new StreamsConfig(settings)));
        topology.addSource("source", "in")
                .addProcessor("one", Passing::new, "source")
                .addProcessor("two", Passing::new, "one")
                .addSink("sink", "out", "two");
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, settings)) {
            driver.createInputTopic("in", new StringSerializer(), new StringSerializer())
                    .pipeInput("a", "b", 1);
            assertEquals(
                    "a",
                    driver.createOutputTopic(
                                    "out", new StringDeserializer(), new StringDeserializer())
                            .readKeyValue()
                            .key);
        }
        assertEquals(List.of("one a", "two a"), seen);
        assertEquals(Set.of("one", "two"), ours);
    }

    private static final class Passing extends ContextualProcessor<String, String, String, String> {
        @Override
        public void process(Record<String, String> record) {
            context().forward(record);
        }
    }
}
