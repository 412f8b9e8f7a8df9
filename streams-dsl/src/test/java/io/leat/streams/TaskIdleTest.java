package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks of several partitions wait for empty ones as {@code max.task.idle.ms} says. */
@NullUnmarked
class TaskIdleTest {

    /** What is done to a driver. */
    private interface Driver extends AutoCloseable {
        void pipe(String topic, String value, long time);

        void advance(long ms);

        List<String> read();

        @Override
        void close();
    }

    private static Properties settings(long maxIdleMs, String serde) {
        Properties settings = new Properties();
        settings.put("application.id", "app");
        settings.put("bootstrap.servers", "nowhere:1");
        settings.put("max.task.idle.ms", maxIdleMs);
        settings.put("default.key.serde", serde);
        settings.put("default.value.serde", serde);
        return settings;
    }

    private static Driver leat(long maxIdleMs) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("a").merge(builder.stream("b")).to("out");
        TopologyTestDriver driver =
                new TopologyTestDriver(
                        builder.build(),
                        settings(maxIdleMs, "io.leat.common.serialization.Serdes$StringSerde"));
        return new Driver() {
            @Override
            public void pipe(String topic, String value, long time) {
                var strings = new io.leat.common.serialization.StringSerializer();
                driver.createInputTopic(topic, strings, strings).pipeInput("key", value, time);
            }

            @Override
            public void advance(long ms) {
                driver.advanceWallClockTime(Duration.ofMillis(ms));
            }

            @Override
            public List<String> read() {
                var strings = new io.leat.common.serialization.StringDeserializer();
                return driver.createOutputTopic("out", strings, strings).readValuesToList();
            }

            @Override
            public void close() {
                driver.close();
            }
        };
    }

    private static Driver kafka(long maxIdleMs) {
        var builder = new org.apache.kafka.streams.StreamsBuilder();
        builder.<String, String>stream("a").merge(builder.stream("b")).to("out");
        var driver =
                new org.apache.kafka.streams.TopologyTestDriver(
                        builder.build(),
                        settings(
                                maxIdleMs,
                                "org.apache.kafka.common.serialization.Serdes$StringSerde"));
        return new Driver() {
            @Override
            public void pipe(String topic, String value, long time) {
                var strings = new org.apache.kafka.common.serialization.StringSerializer();
                driver.createInputTopic(topic, strings, strings).pipeInput("key", value, time);
            }

            @Override
            public void advance(long ms) {
                driver.advanceWallClockTime(Duration.ofMillis(ms));
            }

            @Override
            public List<String> read() {
                var strings = new org.apache.kafka.common.serialization.StringDeserializer();
                return driver.createOutputTopic("out", strings, strings).readValuesToList();
            }

            @Override
            public void close() {
                driver.close();
            }
        };
    }

    @Test
    void shouldHoldBackTheLaterUntilTheEarlierMayNotComeAnyMore() {
        try (Driver driver = leat(100)) {
            driver.pipe("a", "late", 50);
            assertEquals(List.of(), driver.read());
            driver.pipe("b", "early", 10);
            assertEquals(List.of("early"), driver.read());
            driver.advance(99);
            assertEquals(List.of(), driver.read());
            driver.advance(1);
            assertEquals(List.of("late"), driver.read());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0})
    void shouldProcessInTheOrderOfKafka(long maxIdleMs) {
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(run(kafka(maxIdleMs), seed), run(leat(maxIdleMs), seed), "seed " + seed);
        }
    }

    private static List<Object> run(Driver driver, long seed) {
        Random random = new Random(seed);
        List<Object> seen = new ArrayList<>();
        try (driver) {
            for (int i = 0; i < 40; i++) {
                if (random.nextInt(3) == 0) {
                    driver.advance(random.nextInt(30));
                } else {
                    driver.pipe(random.nextBoolean() ? "a" : "b", "v" + i, random.nextInt(100));
                }
                seen.add(driver.read());
            }
        }
        return seen;
    }
}
