package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.streams.errors.LogAndContinueProcessingExceptionHandler;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.Stores;
import java.io.File;
import java.util.Properties;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A processor of a global store that fails is forgiven only if the application asks for that. */
@NullUnmarked
class GlobalFailuresTest {

    @TempDir File folder;

    private static Properties settings(Class<?> handler, boolean global, File state) {
        Properties settings = new Properties();
        settings.put("application.id", "app");
        settings.put("bootstrap.servers", "nowhere:1");
        settings.put("state.dir", state.getPath());
        settings.put("processing.exception.handler.global.enabled", global);
        if (handler != null) {
            settings.put("processing.exception.handler", handler.getName());
        }
        return settings;
    }

    /** Keeps what it reads, and fails at "bad". */
    private static final class Filling extends ContextualProcessor<String, String, Void, Void> {
        @Override
        public void process(Record<String, String> record) {
            if (record.value().equals("bad")) {
                throw new IllegalStateException("told to");
            }
            KeyValueStore<String, String> store = context().getStateStore("rows");
            store.put(record.key(), record.value());
        }
    }

    private static String onLeat(Properties settings) {
        Topology topology =
                new Topology()
                        .addGlobalStore(
                                Stores.keyValueStoreBuilder(
                                        Stores.inMemoryKeyValueStore("rows"),
                                        Serdes.String(),
                                        Serdes.String()),
                                "reader",
                                new StringDeserializer(),
                                new StringDeserializer(),
                                "table",
                                "filler",
                                Filling::new);
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, settings)) {
            var in =
                    driver.createInputTopic(
                            "table", new StringSerializer(), new StringSerializer());
            in.pipeInput("a", "1");
            in.pipeInput("b", "bad");
            in.pipeInput("c", "2");
            KeyValueStore<String, String> rows = driver.getKeyValueStore("rows");
            return rows.get("a") + rows.get("b") + rows.get("c");
        } catch (RuntimeException e) {
            return "failed";
        }
    }

    private static final class KafkaFilling
            extends org.apache.kafka.streams.processor.api.ContextualProcessor<
                    String, String, Void, Void> {
        @Override
        public void process(org.apache.kafka.streams.processor.api.Record<String, String> record) {
            if (record.value().equals("bad")) {
                throw new IllegalStateException("told to");
            }
            org.apache.kafka.streams.state.KeyValueStore<String, String> store =
                    context().getStateStore("rows");
            store.put(record.key(), record.value());
        }
    }

    private static String onKafka(Properties settings) {
        var strings = org.apache.kafka.common.serialization.Serdes.String();
        var topology =
                new org.apache.kafka.streams.Topology()
                        .addGlobalStore(
                                org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(
                                                "rows"),
                                        strings,
                                        strings),
                                "reader",
                                strings.deserializer(),
                                strings.deserializer(),
                                "table",
                                "filler",
                                KafkaFilling::new);
        try (var driver = new org.apache.kafka.streams.TopologyTestDriver(topology, settings)) {
            var in = driver.createInputTopic("table", strings.serializer(), strings.serializer());
            in.pipeInput("a", "1");
            in.pipeInput("b", "bad");
            in.pipeInput("c", "2");
            org.apache.kafka.streams.state.KeyValueStore<String, String> rows =
                    driver.getKeyValueStore("rows");
            return rows.get("a") + rows.get("b") + rows.get("c");
        } catch (RuntimeException e) {
            return "failed";
        }
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, failed",
        "true,  false, failed",
        "false, true,  failed",
        "true,  true,  1null2"
    })
    void shouldAskTheHandlerAboutGlobalStoresOnlyIfEnabled(
            boolean goesOn, boolean enabled, String expected) {
        Class<?> theirs =
                org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler.class;
        assertEquals(
                expected,
                onKafka(settings(goesOn ? theirs : null, enabled, new File(folder, "kafka"))));
        Class<?> ours = LogAndContinueProcessingExceptionHandler.class;
        assertEquals(
                expected,
                onLeat(settings(goesOn ? ours : null, enabled, new File(folder, "leat"))));
    }
}
