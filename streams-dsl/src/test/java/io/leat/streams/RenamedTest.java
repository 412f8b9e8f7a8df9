package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.utils.Bytes;
import io.leat.streams.errors.TopologyException;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.TimeWindows;
import io.leat.streams.state.WindowStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores and repartition topics that have other names than before, and go on with their data. */
@NullUnmarked
class RenamedTest {

    @TempDir Path folder;

    private static Topology windows(
            Materialized<String, String, WindowStore<Bytes, byte[]>> materialized) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10)))
                .reduce((one, other) -> one + other, materialized)
                .toStream((key, value) -> key.key())
                .to("out");
        return builder.build();
    }

    @Test
    void shouldGoOnWithStateAndTimeUnderTheFormerName() throws Exception {
        Topology before = windows(Materialized.with(null, null));
        String former = "KSTREAM-REDUCE-STATE-STORE-0000000001";
        Topology after =
                windows(
                        Materialized.<String, String, WindowStore<Bytes, byte[]>>as("sums")
                                .renamedFrom(former));
        try (CrashableTask task = new CrashableTask(before, folder, Map.of())) {
            task.pipe("in", "a", "1", 5);
            task.pipe("in", "a", "2", 11);
            task.commit();
            task.committed();
            task.become(after);
            task.pipe("in", "a", "late", 6);
            task.pipe("in", "a", "3", 12);
            task.commit();
            assertEquals(List.of("out a=23@12"), task.committed());
            assertEquals(1, task.task().droppedRecords(), "its time went on, too");
            assertEquals(Map.of(), task.changelog("sums"));
            assertTrue(task.task().stores().containsKey("sums"));
        }
        assertTrue(
                after.describe().toString().contains("Renamed: sums from " + former),
                after.describe().toString());
        assertTrue(!before.describe().toString().contains("Renamed"));
    }

    @Test
    void shouldKeepARepartitionTopicUnderItsFormerName() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .groupBy((key, value) -> value, Grouped.as("by-value"))
                .count(Materialized.as("counts"));
        builder.renamedFrom("by-value-repartition", "by-text-repartition");
        Topology topology = builder.build();
        String text = topology.describe().toString();
        assertTrue(
                text.contains("Sink: by-value-repartition-sink (topic: by-text-repartition)"),
                text);
        assertTrue(text.contains("topics: [by-text-repartition]"), text);
        assertEquals(
                Set.of("by-text-repartition"), topology.graph().whole().internalTopics().keySet());
    }

    @Test
    void shouldRefuseNamesThatAreNotThereOrTaken() {
        StreamsBuilder nothing = new StreamsBuilder();
        nothing.<String, String>table("in", Materialized.as("rows"));
        nothing.renamedFrom("other", "before");
        assertThrows(TopologyException.class, nothing::build);

        StreamsBuilder taken = new StreamsBuilder();
        taken.<String, String>table("in", Materialized.as("rows"));
        taken.<String, String>table("in2", Materialized.as("more"));
        taken.renamedFrom("rows", "more");
        String message = assertThrows(TopologyException.class, taken::build).getMessage();
        assertTrue(message.contains("more"), message);
    }
}
