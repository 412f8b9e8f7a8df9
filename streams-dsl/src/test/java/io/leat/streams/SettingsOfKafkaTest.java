package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.config.ConfigDef.ConfigKey;
import io.leat.common.config.ConfigException;
import io.leat.streams.errors.LogAndContinueExceptionHandler;
import io.leat.streams.task.TaskSettings;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Every setting of Kafka Streams is there, or stands here with the reason why not. */
@NullUnmarked
class SettingsOfKafkaTest {

    /** What Leat has beyond Kafka. */
    private static final Set<String> OWN =
            Set.of(
                    "state.memory.bytes",
                    "stream.time.max.idle.ms",
                    "queries.http.port",
                    "queries.http.host",
                    "queries.http.token.file",
                    "queries.http.insecure",
                    "iterator.leak.sampling");

    private static final Map<String, String> OTHER_DEFAULT =
            Map.of(
                    "metric.reporters", "metrics are not reported through JMX",
                    "default.client.supplier", "the name of a class inside",
                    "processor.wrapper.class", "none, instead of one that does nothing");

    private static final Set<String> MISSING_CONSTANTS =
            Set.of(
                    "DUMMY_THREAD_INDEX", // of the inside
                    "AUTOMATIC_CONFIG_PROVIDERS_PROPERTY"); // a system property of Kafka's process

    @Test
    void shouldHaveTheNamesTypesAndDefaultsOfKafka() {
        Map<String, String> expected = new TreeMap<>();
        org.apache.kafka.streams.StreamsConfig.configDef()
                .configKeys()
                .forEach(
                        (name, key) ->
                                expected.put(
                                        name,
                                        text(name, key.type, key.defaultValue, key.importance)));
        Map<String, String> found = new TreeMap<>();
        StreamsConfig.configDef()
                .configKeys()
                .forEach(
                        (name, key) ->
                                found.put(
                                        name,
                                        text(name, key.type, key.defaultValue, key.importance)));
        assertTrue(found.keySet().containsAll(OWN));
        found.keySet().removeAll(OWN);
        assertEquals(lines(expected), lines(found));
    }

    private static String lines(Map<String, String> texts) {
        return texts.toString().replace(", ", ",\n");
    }

    private static String text(String name, Object type, Object defaultValue, Object importance) {
        String value =
                defaultValue != null && defaultValue.getClass() == Object.class
                        ? "required"
                        : defaultValue instanceof Class<?> named
                                ? named.getSimpleName()
                                : String.valueOf(defaultValue);
        return type + " " + importance + (OTHER_DEFAULT.containsKey(name) ? "" : " " + value);
    }

    @Test
    void shouldRefuseTheValuesThatKafkaRefuses() {
        Map<String, Object> values = new HashMap<>();
        values.put("acceptable.recovery.lag", -1);
        values.put("commit.interval.ms", -1);
        values.put("group.protocol", "modern");
        values.put("max.warmup.replicas", 0);
        values.put("metrics.recording.level", "LOUD");
        values.put("probing.rebalance.interval.ms", 1000);
        values.put("processing.guarantee", "exactly_once");
        values.put("rack.aware.assignment.strategy", "some");
        values.put("security.protocol", "NONE");
        values.put("statestore.cache.max.bytes", -1);
        values.forEach(
                (key, value) -> {
                    Map<String, Object> settings =
                            Map.of(
                                    "application.id",
                                    "app",
                                    "bootstrap.servers",
                                    "nowhere:1",
                                    key,
                                    value);
                    Assertions.assertThrows(
                            org.apache.kafka.common.config.ConfigException.class,
                            () -> new org.apache.kafka.streams.StreamsConfig(settings),
                            key);
                    Assertions.assertThrows(
                            ConfigException.class, () -> new StreamsConfig(settings), key);
                });
    }

    @Test
    void shouldHaveTheConstantsOfKafka() throws IllegalAccessException {
        Set<String> absent = new TreeSet<>();
        for (Field field : org.apache.kafka.streams.StreamsConfig.class.getFields()) {
            if (field.getName().endsWith("_DOC") || MISSING_CONSTANTS.contains(field.getName())) {
                continue;
            }
            try {
                Field ours = StreamsConfig.class.getField(field.getName());
                assertEquals(
                        String.valueOf(field.get(null)),
                        String.valueOf(ours.get(null)),
                        field.getName());
            } catch (NoSuchFieldException e) {
                absent.add(field.getName());
            }
        }
        assertEquals(Set.of(), absent);
    }

    @Test
    void shouldKnowTheKeysThatHaveNoEffect() {
        Map<String, ConfigKey> keys = StreamsConfig.configDef().configKeys();
        assertTrue(keys.keySet().containsAll(StreamsKeys.WITHOUT_EFFECT.keySet()));
    }

    @Test
    void shouldHeedTheFormerNamesOfSettings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("application.id", "app");
        settings.put("bootstrap.servers", "nowhere:1");
        settings.put("cache.max.bytes.buffering", 17);
        settings.put(
                "default.deserialization.exception.handler",
                LogAndContinueExceptionHandler.class.getName());
        TaskSettings former = new StreamsConfig(settings).taskSettings();
        assertEquals(17, former.bufferBytes());
        assertEquals(
                LogAndContinueExceptionHandler.class, former.deserializationHandler().getClass());
        settings.put("statestore.cache.max.bytes", 18);
        assertEquals(18, new StreamsConfig(settings).taskSettings().bufferBytes());
    }
}
