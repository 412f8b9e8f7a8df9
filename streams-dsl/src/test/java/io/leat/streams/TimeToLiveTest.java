package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.streams.errors.TopologyException;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.TimeWindows;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.Stores;
import io.leat.streams.state.WindowStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that go when they were not updated for their time to live. */
@NullUnmarked
class TimeToLiveTest {

    private static final Duration TTL = Duration.ofMillis(100);

    @TempDir Path folder;

    private static <V> Materialized<String, V, KeyValueStore<Bytes, byte[]>> rows(boolean caching) {
        Materialized<String, V, KeyValueStore<Bytes, byte[]>> rows =
                Materialized.<String, V, KeyValueStore<Bytes, byte[]>>as("rows").withTtl(TTL);
        return caching ? rows : rows.withCachingDisabled();
    }

    private static Topology table(boolean caching) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>table("in", rows(caching)).toStream().to("out");
        return builder.build();
    }

    private static Topology counts() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .groupByKey()
                .count(rows(false))
                .toStream()
                .mapValues(count -> count == null ? null : count.toString())
                .to("out");
        return builder.build();
    }

    private CrashableTask run(Topology topology) {
        return new CrashableTask(topology, folder, Map.of());
    }

    @Test
    void shouldDeleteRowsInOrderOfTimeWhenStreamTimeComes() throws Exception {
        try (CrashableTask task = run(table(false))) {
            task.pipe("in", "b", "1", 20);
            task.pipe("in", "c", "2", 10);
            task.pipe("in", "a", "3", 20);
            task.pipe("in", "c", "4", 30);
            task.commit();
            task.committed();
            task.pipe("in", "x", "5", 119);
            task.commit();
            assertEquals(List.of("out x=5@119"), task.committed());
            task.pipe("in", "y", "6", 130);
            task.commit();
            assertEquals(
                    List.of("out a=null@120", "out b=null@120", "out c=null@130", "out y=6@130"),
                    task.committed());
            assertEquals(Map.of("x", "5", "y", "6"), task.changelog("rows"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGoOnAfterARestartWithAndWithoutTheDisk(boolean diskSurvives) throws Exception {
        try (CrashableTask task = run(table(true))) {
            task.pipe("in", "a", "1", 10);
            task.pipe("in", "b", "2", 50);
            task.commit();
            task.pipe("in", "c", "3", 140);
            task.crash(diskSurvives);
            task.run();
            task.commit();
            assertEquals(
                    List.of("out a=1@10", "out b=2@50", "out a=null@110", "out c=3@140"),
                    task.committed());
            task.crash(diskSurvives);
            task.pipe("in", "late", "4", 40);
            task.pipe("in", "d", "5", 150);
            task.commit();
            assertEquals(
                    List.of("out b=null@150", "out d=5@150"),
                    task.committed(),
                    "the time of the table went on where it stood");
            assertEquals(Map.of("c", "3", "d", "5"), task.changelog("rows"));
            assertEquals(1, task.task().droppedRecords());
        }
    }

    @Test
    void shouldBeginAnAggregateAnewWhenItsRowIsGone() throws Exception {
        try (CrashableTask task = run(counts())) {
            task.pipe("in", "a", "x", 10);
            task.pipe("in", "a", "x", 60);
            task.pipe("in", "a", "late", 0);
            task.pipe("in", "a", "x", 160);
            task.pipe("in", "b", "too late", 60);
            task.commit();
            assertEquals(
                    List.of(
                            "out a=1@10",
                            "out a=2@60",
                            "out a=3@60",
                            "out a=null@160",
                            "out a=1@160"),
                    task.committed());
            assertEquals(1, task.task().droppedRecords());
        }
    }

    @Test
    void shouldShareOneTimeAmongCogroupedStreams() throws Exception {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .groupByKey()
                .<String>cogroup((key, value, all) -> all + value)
                .cogroup(
                        builder.<String, String>stream("other").groupByKey(),
                        (key, value, all) -> all + value)
                .aggregate(() -> "", rows(false))
                .toStream()
                .to("out");
        try (CrashableTask task = run(builder.build())) {
            task.pipe("in", "a", "1", 10);
            task.pipe("other", "a", "2", 20);
            task.pipe("other", "b", "3", 120);
            task.commit();
            assertEquals(
                    List.of("out a=1@10", "out a=12@20", "out a=null@120", "out b=3@120"),
                    task.committed());
        }
    }

    @Test
    void shouldKeepAChangelogOfItsOwnWhereSourceTopicsAreReused() throws Exception {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>table("in", rows(false)).toStream().to("out");
        Properties optimized = new Properties();
        optimized.put("topology.optimization", "all");
        try (CrashableTask task = run(builder.build(optimized))) {
            task.pipe("in", "a", "1", 10);
            task.pipe("in", "b", "1", 110);
            task.commit();
            assertEquals(Map.of("b", "1"), task.changelog("rows"));
        }
    }

    @Test
    void shouldSayWhereATimeToLiveHasNoPlace() {
        StreamsBuilder windows = new StreamsBuilder();
        windows.<String, String>stream("in")
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(TTL))
                .count(
                        Materialized.<String, Long, WindowStore<Bytes, byte[]>>as("counts")
                                .withTtl(TTL));
        String refused = assertThrows(TopologyException.class, windows::build).getMessage();
        assertTrue(refused.contains("withRetention"), refused);

        StreamsBuilder derived = new StreamsBuilder();
        derived.<String, String>table("in")
                .filter(
                        (key, value) -> true,
                        Materialized.<String, String, KeyValueStore<Bytes, byte[]>>with(null, null)
                                .withTtl(TTL));
        assertThrows(TopologyException.class, derived::build);

        StreamsBuilder versioned = new StreamsBuilder();
        versioned.table(
                "in",
                Materialized.<String, String>as(
                                Stores.persistentVersionedKeyValueStore("versions", TTL))
                        .withTtl(TTL));
        assertThrows(TopologyException.class, versioned::build);
        assertThrows(
                IllegalArgumentException.class,
                () -> Materialized.with(Serdes.String(), Serdes.String()).withTtl(Duration.ZERO));
    }
}
