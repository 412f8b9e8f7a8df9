package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Metrics have the names, groups, tags and values that they have in Kafka Streams. */
@NullUnmarked
class MetricsTest {

    private static final String[] NAMES = {"dropped-records-total"};

    private static Properties settings(String serde) {
        Properties settings = new Properties();
        settings.put("default.key.serde", serde);
        settings.put("default.value.serde", serde);
        return settings;
    }

    @Test
    void shouldCountDroppedRecordsAsKafkaDoes() {
        assertEquals(kafka(), leat());
    }

    private static Map<String, String> leat() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .groupByKey()
                .reduce((one, other) -> other)
                .toStream()
                .to("out");
        Map<String, String> found = new TreeMap<>();
        try (TopologyTestDriver driver =
                new TopologyTestDriver(
                        builder.build(),
                        settings("io.leat.common.serialization.Serdes$StringSerde"))) {
            var strings = new io.leat.common.serialization.StringSerializer();
            TestInputTopic<String, String> in = driver.createInputTopic("in", strings, strings);
            in.pipeInput("a", "b", 1);
            in.pipeInput(null, "no key", 2);
            in.pipeInput("no value", null, 3);
            driver.metrics()
                    .forEach(
                            (name, metric) ->
                                    note(
                                            found,
                                            name.name(),
                                            name.group(),
                                            name.tags(),
                                            metric.metricValue()));
        }
        return found;
    }

    private static Map<String, String> kafka() {
        var builder = new org.apache.kafka.streams.StreamsBuilder();
        builder.<String, String>stream("in")
                .groupByKey()
                .reduce((one, other) -> other)
                .toStream()
                .to("out");
        Map<String, String> found = new TreeMap<>();
        try (var driver =
                new org.apache.kafka.streams.TopologyTestDriver(
                        builder.build(),
                        settings("org.apache.kafka.common.serialization.Serdes$StringSerde"))) {
            var strings = new org.apache.kafka.common.serialization.StringSerializer();
            var in = driver.<String, String>createInputTopic("in", strings, strings);
            in.pipeInput("a", "b", 1);
            in.pipeInput(null, "no key", 2);
            in.pipeInput("no value", null, 3);
            driver.metrics()
                    .forEach(
                            (name, metric) ->
                                    note(
                                            found,
                                            name.name(),
                                            name.group(),
                                            name.tags(),
                                            metric.metricValue()));
        }
        return found;
    }

    private static void note(
            Map<String, String> found,
            String name,
            String group,
            Map<String, String> tags,
            Object value) {
        for (String wanted : NAMES) {
            if (name.equals(wanted) && group.equals("stream-task-metrics")) {
                found.put(name, group + new TreeMap<>(tags) + value);
            }
        }
    }
}
