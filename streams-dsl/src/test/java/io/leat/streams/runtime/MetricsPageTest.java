package io.leat.streams.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.common.MetricName;
import io.leat.common.metrics.MetricConfig;
import io.leat.common.metrics.Sensor.RecordingLevel;
import io.leat.common.serialization.StringSerializer;
import io.leat.log.runtime.Clock;
import io.leat.streams.MeasuredTopology;
import io.leat.streams.TopologyTestDriver;
import io.leat.streams.metrics.Meters;
import io.leat.streams.metrics.RecordingThread;
import io.leat.streams.processor.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of metrics has all that tasks and threads record, and nothing else. */
@NullUnmarked
class MetricsPageTest {

    private static final Path PAGE = Path.of("docs/metrics.md");
    private static final String BEGIN = "<!-- generated -->\n";

    /** A clock that stands still. */
    private static final class Standing implements Clock {

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public long epochMillis() {
            return 0;
        }
    }

    /** A row of a table. */
    private record Row(String tags, String level, String meaning) {}

    @TempDir Path folder;
    private final Map<String, Map<String, Row>> groups = new TreeMap<>();

    @Test
    void shouldHaveAllMetrics() throws IOException {
        for (RecordingLevel level : RecordingLevel.values()) {
            ofTasks(level);
            ofThreads(level);
        }
        String page = Files.readString(PAGE);
        String tables = tables();
        String now = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + tables;
        Path wanted = Path.of("target/metrics.md");
        Files.writeString(wanted, now);
        assertEquals(now, page, "copy " + wanted.toAbsolutePath() + " to " + PAGE);
    }

    private void ofTasks(RecordingLevel level) {
        Properties settings = new Properties();
        settings.put("state.dir", folder.resolve(level.name).toString());
        settings.put("metrics.recording.level", level.name);
        try (TopologyTestDriver driver =
                new TopologyTestDriver(MeasuredTopology.build(), settings)) {
            var strings = new StringSerializer();
            driver.createInputTopic("in", strings, strings).pipeInput("a", "b", 1);
            driver.createInputTopic("in", strings, strings).pipeInput("a", "b", 100);
            driver.metrics().keySet().forEach(name -> note(name, level));
        }
    }

    private void ofThreads(RecordingLevel level) {
        Clock clock = new Standing();
        Meters meters = new Meters(new MetricConfig().recordLevel(level), List.of(), clock);
        RecordingThread thread = new RecordingThread("T", clock);
        new ThreadMetrics(meters, thread).describe("P", () -> StreamThread.State.RUNNING);
        RestoreMetrics restoring = new RestoreMetrics(meters, thread);
        restoring.began(new TaskId(0, 0), false);
        restoring.began(new TaskId(0, 1), true);
        restoring.restored(new TaskId(0, 0), "rocksdb", "store", 1);
        meters.metrics().keySet().forEach(name -> note(name, level));
    }

    private void note(MetricName name, RecordingLevel level) {
        String tags =
                new TreeSet<>(name.tags().keySet())
                        .stream()
                                .map(tag -> tag.endsWith("-state-id") ? "*KIND*-state-id" : tag)
                                .collect(Collectors.joining(", "));
        groups.computeIfAbsent(name.group(), first -> new TreeMap<>())
                .putIfAbsent(name.name(), new Row(tags, level.name, name.description()));
    }

    private String tables() {
        StringBuilder text = new StringBuilder();
        groups.forEach(
                (group, rows) -> {
                    text.append("\n## ").append(group).append("\n\n");
                    text.append("| metric | level | tags | meaning |\n| --- | --- | --- | --- |\n");
                    rows.forEach(
                            (name, row) ->
                                    text.append("| `" + name + "` | " + row.level() + " | ")
                                            .append(row.tags() + " | " + row.meaning() + " |\n"));
                });
        return text.toString();
    }
}
