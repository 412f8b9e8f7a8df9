package io.leat.streams.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.admin.MockAdminClient;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.MockConsumer;
import io.leat.clients.consumer.OffsetOutOfRangeException;
import io.leat.common.Metric;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.log.runtime.Clock;
import io.leat.log.transport.RealPorts;
import io.leat.streams.Insides;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.metrics.Meters;
import io.leat.streams.metrics.RecordingThread;
import io.leat.streams.processor.StandbyUpdateListener;
import io.leat.streams.processor.StateRestoreListener;
import io.leat.streams.processor.TaskId;
import io.leat.streams.state.Stores;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.state.spi.StoreFolder;
import io.leat.streams.task.TaskStores;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changelogs are read as far as they must be, no further, and never silently too little. */
class RestorerTest {

    private static final long PATIENCE_MS = 1_000;
    private static final TopicPartition CHANGELOG = new TopicPartition("app-t-changelog", 0);
    private static final TopicPartition SOURCE = new TopicPartition("in", 0);

    @TempDir Path folder;
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final MockAdminClient admin = new MockAdminClient();
    private final AtomicLong nowMs = new AtomicLong(5_000);
    private final Meters meters = Meters.alone();
    private final Restorer restorer =
            new Restorer(
                    consumer,
                    new ChangelogEnds(admin, "app"),
                    new Runtime.Listeners(
                            quiet(StateRestoreListener.class), quiet(StandbyUpdateListener.class)),
                    new Restorer.Patience(new TestClock(), PATIENCE_MS),
                    new RestoreMetrics(meters, new RecordingThread("updater", new TestClock())));

    private final class TestClock implements Clock {
        @Override
        public long nanos() {
            return nowMs.get() * 1_000_000;
        }

        @Override
        public long epochMillis() {
            return nowMs.get();
        }
    }

    private static <T> T quiet(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> null));
    }

    /** The stores of a table from "in"; its changelog is "in" if {@code optimized}. */
    private TaskStores stores(boolean optimized) {
        return stores(optimized, 0);
    }

    private TaskStores stores(boolean optimized, int partition) {
        Properties settings = new Properties();
        settings.put("topology.optimization", optimized ? "all" : "none");
        StreamsBuilder builder = new StreamsBuilder();
        builder.table(
                "in",
                Consumed.with(Serdes.String(), Serdes.String()),
                Materialized.as(Stores.inMemoryKeyValueStore("t")));
        Topology topology = builder.build(settings);
        return new TaskStores(
                new TaskId(0, partition),
                Insides.whole(topology),
                Insides.settings(settings),
                new StoreFolder(RealPorts.disk(folder), "0_" + partition),
                new SharedResources());
    }

    private void log(TopicPartition log, int from, int to) {
        for (int offset = from; offset < to; offset++) {
            byte[] text = ("k" + offset).getBytes(StandardCharsets.UTF_8);
            consumer.addRecord(new ConsumerRecord<>(log.topic(), 0, offset, text, text));
        }
    }

    private void ends(TopicPartition log, long end) {
        consumer.updateBeginningOffsets(Map.of(log, 0L));
        admin.updateEndOffsets(Map.of(log, end));
    }

    private void step(long laterMs) {
        nowMs.addAndGet(laterMs);
        restorer.step(Duration.ZERO);
    }

    private static long position(TaskStores stores) {
        return stores.attached().iterator().next().position();
    }

    @Test
    void shouldFailLoudlyWhenAChangelogEndsBeforeWhatWasCommitted() {
        TaskStores stores = stores(false);
        ends(CHANGELOG, 3);
        restorer.add(stores, new Restorer.Goal(Map.of("t", 10L), Map.of()));
        log(CHANGELOG, 0, 3);
        step(0);
        step(PATIENCE_MS / 2);
        step(PATIENCE_MS / 2);
        assertTrue(restorer.reading(stores.id()));
        assertNull(restorer.failure(stores.id()), "markers may still be under way");
        step(1);
        RuntimeException failure = restorer.failure(stores.id());
        assertNotNull(failure);
        assertTrue(
                failure.getMessage().contains("app-t-changelog-0 ends at 3"), failure::getMessage);
        assertTrue(failure.getMessage().contains("up to 10"), failure::getMessage);
    }

    @Test
    void shouldWaitAsLongAsThereIsProgress() {
        TaskStores stores = stores(false);
        ends(CHANGELOG, 3);
        restorer.add(stores, new Restorer.Goal(Map.of("t", 10L), Map.of()));
        for (int offset = 0; offset < 10; offset++) {
            log(CHANGELOG, offset, offset + 1);
            step(PATIENCE_MS);
            assertNull(restorer.failure(stores.id()));
        }
        assertTrue(restorer.idle());
        assertEquals(10, position(stores));
    }

    @Test
    void shouldSayHowMuchIsStillToBeRestored() {
        TaskStores stores = stores(false);
        ends(CHANGELOG, 10);
        restorer.add(stores, new Restorer.Goal(Map.of("t", 10L), Map.of()));
        log(CHANGELOG, 0, 4);
        step(0);
        assertEquals(6.0, metric("restore-remaining-records-total"));
        assertEquals(1.0, metric("active-restoring-tasks"));
        log(CHANGELOG, 4, 10);
        step(0);
        assertEquals(0.0, metric("active-restoring-tasks"));
        assertNull(metric("restore-remaining-records-total"), "it went with the task");
    }

    private Object metric(String name) {
        return meters.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals(name))
                .map(Metric::metricValue)
                .findFirst()
                .orElse(null);
    }

    /** Changes of a megabyte. */
    private void logLarge(int from, int to, IntFunction<String> key) {
        logLarge(0, from, to, key);
    }

    private void logLarge(int partition, int from, int to, IntFunction<String> key) {
        for (int offset = from; offset < to; offset++) {
            byte[] name = key.apply(offset).getBytes(StandardCharsets.UTF_8);
            byte[] value = new byte[1 << 20];
            value[0] = (byte) offset;
            consumer.addRecord(
                    new ConsumerRecord<>(CHANGELOG.topic(), partition, offset, name, value));
        }
        step(0);
    }

    private static byte[] committed(TaskStores stores, String key) {
        return stores.attached()
                .iterator()
                .next()
                .committed()
                .get(Bytes.wrap(key.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldCollectChangesAndWriteTheLastOfEachKey() {
        TaskStores stores = stores(false);
        ends(CHANGELOG, 60);
        restorer.add(stores, new Restorer.Goal(Map.of("t", 60L), Map.of()));
        logLarge(0, 20, offset -> "often");
        assertEquals(-1, position(stores), "one change of a key is all there is to keep");
        logLarge(20, 40, offset -> "k" + offset);
        assertEquals(40, position(stores), "more than is to be collected");
        assertEquals(19, committed(stores, "often")[8]); // behind its time
        assertEquals(20, committed(stores, "k20")[8]);
        logLarge(40, 60, offset -> "often");
        assertTrue(restorer.idle());
        assertEquals(60, position(stores));
        assertEquals(59, committed(stores, "often")[8]);
    }

    /** Written are all stores at a time: one that begins anew has nothing to say then. */
    @Test
    void shouldNotTakeAStoreThatBeginsAnewForWhatWasReadBefore() {
        TopicPartition other = new TopicPartition(CHANGELOG.topic(), 1);
        TaskStores stores = stores(false);
        TaskStores others = stores(false, 1);
        ends(CHANGELOG, 60);
        ends(other, 60);
        restorer.add(stores, new Restorer.Goal(Map.of("t", 60L), Map.of()));
        restorer.add(others, new Restorer.Goal(Map.of("t", 60L), Map.of()));
        logLarge(0, 5, offset -> "k");
        consumer.schedulePollTask(
                () ->
                        consumer.setPollException(
                                new OffsetOutOfRangeException(Map.of(CHANGELOG, 5L))));
        step(0);
        step(0);
        assertEquals(-1, position(stores));
        logLarge(1, 0, 20, offset -> "k" + offset);
        assertEquals(20, position(others), "more than is to be collected");
        assertEquals(-1, position(stores), "nothing of it was read");
    }

    @Test
    void shouldShowWhatAStandbyHasReadUnlessItIsFarBehind() {
        TaskStores stores = stores(false);
        ends(CHANGELOG, 3);
        restorer.add(stores, null);
        logLarge(0, 1, offset -> "k");
        assertEquals(1, position(stores));
    }

    @Test
    void shouldRestoreATableFromItsSourceUpToWhatWasProcessedOnly() {
        TaskStores stores = stores(true);
        ends(SOURCE, 5);
        restorer.add(stores, new Restorer.Goal(Map.of(), Map.of(SOURCE, 3L)));
        log(SOURCE, 0, 5);
        step(0);
        assertTrue(restorer.idle());
        assertEquals(3, position(stores));
    }

    @Test
    void shouldFollowASourceNoFurtherThanTheGroupHasProcessed() {
        TaskStores stores = stores(true);
        ends(SOURCE, 5);
        admin.updateConsumerGroupOffsets("app", Map.of(SOURCE, 2L));
        restorer.add(stores, null);
        log(SOURCE, 0, 5);
        step(0);
        assertEquals(2, position(stores));
        admin.updateConsumerGroupOffsets("app", Map.of(SOURCE, 4L));
        step(1);
        assertEquals(2, position(stores), "asks once a second");
        step(1_000);
        log(SOURCE, 2, 5);
        step(1_000);
        assertEquals(4, position(stores));
        assertTrue(restorer.reading(stores.id()));
    }
}
