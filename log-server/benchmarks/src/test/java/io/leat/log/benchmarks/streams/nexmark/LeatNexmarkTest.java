package io.leat.log.benchmarks.streams.nexmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.leat.common.serialization.Serdes;
import io.leat.streams.KeyValue;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.TestInputTopic;
import io.leat.streams.TopologyTestDriver;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class LeatNexmarkTest {

    private static final long EVENTS = 20_000;
    private static final long BEGIN_MS = 1_000_000;

    static final Iterable<String> QUERIES = Nexmark.QUERIES;

    @ParameterizedTest
    @FieldSource("QUERIES")
    void shouldMakeTheTableThatPlainJavaMakes(String query) {
        StreamsBuilder builder = new StreamsBuilder();
        LongAdder seen = new LongAdder();
        LeatNexmark.build(builder, query, seen);
        Properties settings = new Properties();
        settings.put("application.id", query);
        settings.put("bootstrap.servers", "none:1");
        settings.put(
                "dsl.store.suppliers.class",
                "io.leat.streams.state.BuiltInDslStoreSuppliers$InMemoryDslStoreSuppliers");
        Map<String, String> made = new TreeMap<>();
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), settings)) {
            Map<String, TestInputTopic<String, byte[]>> inputs = new HashMap<>();
            Events.all(
                    EVENTS,
                    BEGIN_MS,
                    (topic, key, time, value) -> {
                        if (Nexmark.reads(query, topic)) {
                            inputs.computeIfAbsent(topic, name -> input(driver, name))
                                    .pipeInput(key, value, time);
                        }
                    });
            for (KeyValue<String, String> change :
                    driver.createOutputTopic(
                                    Nexmark.out(query),
                                    Serdes.String().deserializer(),
                                    Serdes.String().deserializer())
                            .readKeyValuesToList()) {
                made.put(change.key, change.value);
            }
        }
        made.values().removeIf(value -> value == null);
        assertFalse(made.isEmpty());
        assertEquals(Expected.of(query, EVENTS, BEGIN_MS), made);
        assertEquals(Nexmark.driving(query, EVENTS), seen.sum());
    }

    private static TestInputTopic<String, byte[]> input(TopologyTestDriver driver, String topic) {
        return driver.createInputTopic(
                topic, Serdes.String().serializer(), Serdes.ByteArray().serializer());
    }
}
