package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.streams.errors.LogAndContinueExceptionHandler;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import io.leat.streams.processor.WallclockTimestampExtractor;
import io.leat.streams.state.BuiltInDslStoreSuppliers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Properties;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topology may have settings of its own, and says which as Kafka's does. */
@NullUnmarked
class TopologyConfigTest {

    @TempDir Path folder;

    private Properties application() {
        Properties settings = new Properties();
        settings.put("application.id", "app");
        settings.put("bootstrap.servers", "nowhere:1");
        settings.put("state.dir", folder.toString());
        settings.put("max.task.idle.ms", "7");
        return settings;
    }

    private static Properties overrides(String... pairs) {
        Properties overrides = new Properties();
        for (int i = 0; i < pairs.length; i += 2) {
            overrides.put(pairs[i], pairs[i + 1]);
        }
        return overrides;
    }

    private TopologyConfig config(Properties overrides) {
        return new TopologyConfig("t", new StreamsConfig(application()), overrides);
    }

    @Test
    void shouldSayWhatKafkaSays() {
        Properties overrides =
                overrides(
                        "buffered.records.per.partition", "5",
                        "statestore.cache.max.bytes", "0",
                        "task.timeout.ms", "11",
                        "default.dsl.store", "in_memory");
        TopologyConfig ours = config(overrides);
        var theirs =
                new org.apache.kafka.streams.TopologyConfig(
                        "t", new org.apache.kafka.streams.StreamsConfig(application()), overrides);
        assertEquals(theirs.topologyName, ours.topologyName);
        assertEquals(theirs.eosEnabled, ours.eosEnabled);
        assertEquals(theirs.maxBufferedSize, ours.maxBufferedSize);
        assertEquals(theirs.cacheSize, ours.cacheSize);
        assertEquals(theirs.maxTaskIdleMs, ours.maxTaskIdleMs);
        assertEquals(theirs.taskTimeoutMs, ours.taskTimeoutMs);
        assertEquals(theirs.storeType, ours.storeType);
        assertEquals(theirs.isNamedTopology(), ours.isNamedTopology());
        assertEquals(
                theirs.resolveDslStoreSuppliers().orElseThrow().toString(),
                ours.resolveDslStoreSuppliers().orElseThrow().toString());
        assertEquals(theirs.getTaskConfig().maxBufferedSize, ours.getTaskConfig().maxBufferedSize);
        assertEquals(7, ours.getTaskConfig().maxTaskIdleMs);
    }

    @Test
    void shouldBeAsTheApplicationWhereNothingIsDifferent() {
        StreamsConfig application = new StreamsConfig(application());
        TopologyConfig plain = new TopologyConfig(application);
        assertFalse(plain.isNamedTopology());
        assertEquals(7, plain.maxTaskIdleMs);
        assertTrue(plain.resolveDslStoreSuppliers().isEmpty());
        assertEquals(application, plain.over(application));
    }

    @Test
    void shouldRunATopologyWithSettingsOfItsOwn() {
        Properties overrides =
                overrides(
                        "default.timestamp.extractor",
                        WallclockTimestampExtractor.class.getName(),
                        "deserialization.exception.handler",
                        LogAndContinueExceptionHandler.class.getName(),
                        "dsl.store.suppliers.class",
                        BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class.getName());
        StreamsBuilder builder = new StreamsBuilder(config(overrides));
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.Long()))
                .groupByKey()
                .reduce(Long::sum, Materialized.as("sums"))
                .toStream()
                .to("out", Produced.with(Serdes.String(), Serdes.Long()));
        Properties application = application();
        application.put("default.key.serde", Serdes.StringSerde.class.getName());
        application.put("default.value.serde", Serdes.LongSerde.class.getName());
        try (TopologyTestDriver driver =
                new TopologyTestDriver(builder.build(), application, Instant.ofEpochMilli(77))) {
            var strings = new StringSerializer();
            driver.createInputTopic("in", strings, strings).pipeInput("a", "no long", 1);
            driver.createInputTopic("in", strings, Serdes.Long().serializer())
                    .pipeInput("a", 5L, 1);
            var out =
                    driver.createOutputTopic(
                            "out", new StringDeserializer(), Serdes.Long().deserializer());
            assertEquals(77, out.readRecord().timestamp(), "the wall clock's");
            assertFalse(driver.getStateStore("sums").persistent());
        }
    }

    @Test
    void shouldOnlySwitchTheCacheOff() {
        assertEquals(0, config(overrides("statestore.cache.max.bytes", "0")).cacheSize);
        assertEquals(
                new StreamsConfig(application()).taskSettings().bufferBytes(),
                config(overrides("statestore.cache.max.bytes", "123")).cacheSize);
        assertInstanceOf(
                WallclockTimestampExtractor.class,
                config(
                                overrides(
                                        "default.timestamp.extractor",
                                        WallclockTimestampExtractor.class.getName()))
                        .timestampExtractorSupplier
                        .get());
    }
}
