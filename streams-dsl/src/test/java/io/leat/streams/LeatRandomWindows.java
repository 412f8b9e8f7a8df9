package io.leat.streams;

import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.streams.kstream.EmitStrategy;
import io.leat.streams.kstream.JoinWindows;
import io.leat.streams.kstream.Joined;
import io.leat.streams.kstream.KGroupedStream;
import io.leat.streams.kstream.KStream;
import io.leat.streams.kstream.KTable;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.SessionWindowedKStream;
import io.leat.streams.kstream.SessionWindows;
import io.leat.streams.kstream.SlidingWindows;
import io.leat.streams.kstream.StreamJoined;
import io.leat.streams.kstream.Suppressed;
import io.leat.streams.kstream.Suppressed.BufferConfig;
import io.leat.streams.kstream.TimeWindowedKStream;
import io.leat.streams.kstream.TimeWindows;
import io.leat.streams.kstream.ValueJoiner;
import io.leat.streams.kstream.Windowed;
import io.leat.streams.state.SessionStore;
import io.leat.streams.state.Stores;
import io.leat.streams.state.WindowStore;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/**
 * Adds windows, joins and kinds of stores to a random topology on Leat. The same text as {@link
 * KafkaRandomWindows}.
 */
@NullUnmarked
final class LeatRandomWindows {

    private static final ValueJoiner<String, String, String> BOTH = (x, y) -> tail(x + "&" + y);

    private final List<KStream<String, String>> streams;
    private final List<KTable<String, String>> tables;

    LeatRandomWindows(List<KStream<String, String>> streams, List<KTable<String, String>> tables) {
        this.streams = streams;
        this.tables = tables;
    }

    void add(RandomPlan.Step step) {
        KStream<String, String> stream = streams.get(step.on() % streams.size());
        KStream<String, String> other = streams.get(step.other() % streams.size());
        KTable<String, String> table = tables.get(step.on() % tables.size());
        KTable<String, String> otherTable = tables.get(step.other() % tables.size());
        switch (step.op()) {
            case TUMBLING -> out(tumbling(stream, step).count(lasting()));
            case HOPPING -> out(hopping(stream, step).reduce((x, y) -> tail(x + y), lasting()));
            case SLIDING ->
                    out(
                            sliding(stream, step)
                                    .aggregate(() -> "", (k, v, a) -> tail(a + v), lasting()));
            case SESSIONS -> out(sessions(stream, step).reduce((x, y) -> tail(x + y), kept()));
            case CLOSED_TUMBLING -> out(closed(tumbling(stream, step)).count(lasting()));
            case CLOSED_SLIDING ->
                    out(closed(sliding(stream, step)).reduce((x, y) -> tail(x + y), lasting()));
            case FINAL_RESULTS ->
                    out(
                            hopping(stream, step)
                                    .count(lasting())
                                    .suppress(
                                            Suppressed.untilWindowCloses(
                                                    BufferConfig.unbounded())));
            case COGROUP_WINDOWS ->
                    out(
                            stream.groupByKey()
                                    .<String>cogroup((k, v, a) -> tail(a + v))
                                    .cogroup(other.groupByKey(), (k, v, a) -> tail(v + a))
                                    .windowedBy(TimeWindows.ofSizeAndGrace(ms(50), ms(20)))
                                    .aggregate(() -> "", lasting()));
            case STREAM_JOIN -> streams.add(stream.join(other, BOTH, near(step), joined(step)));
            case STREAM_LEFT_JOIN ->
                    streams.add(stream.leftJoin(other, BOTH, near(step), joined(step)));
            case STREAM_OUTER_JOIN ->
                    streams.add(stream.outerJoin(other, BOTH, near(step), joined(step)));
            case STREAM_TABLE_JOIN -> streams.add(stream.join(otherTable, BOTH));
            case STREAM_TABLE_LEFT_JOIN -> streams.add(stream.leftJoin(otherTable, BOTH));
            case TABLE_JOIN -> tables.add(table.join(otherTable, BOTH));
            case TABLE_LEFT_JOIN -> tables.add(table.leftJoin(otherTable, BOTH));
            case TABLE_OUTER_JOIN -> tables.add(table.outerJoin(otherTable, BOTH));
            case VERSIONED_TABLE -> tables.add(versioned(stream, store()));
            case GRACE_JOIN -> // Kafka fails at records without a key.
                    streams.add(
                            stream.filter((k, v) -> k != null)
                                    .leftJoin(
                                            versioned(other, store()),
                                            BOTH,
                                            Joined.<String, String, String>keySerde(Serdes.String())
                                                    .withGracePeriod(ms(step.on()))));
            case MEMORY_TABLE ->
                    tables.add(
                            stream.groupByKey()
                                    .reduce(
                                            (x, y) -> tail(y + x),
                                            Materialized.as(
                                                    Stores.inMemoryKeyValueStore(store()))));
            case LRU_TABLE ->
                    tables.add(
                            stream.groupByKey()
                                    .reduce(
                                            (x, y) -> tail(y + x),
                                            Materialized.<String, String>as(
                                                            Stores.lruMap("lru-" + store(), 3))
                                                    .withCachingDisabled()));
            case MEMORY_WINDOWS ->
                    out(
                            hopping(stream, step)
                                    .count(
                                            Materialized.<String, Long>as(
                                                            Stores.inMemoryWindowStore(
                                                                    store(), ms(500), ms(60),
                                                                    false))
                                                    .withCachingDisabled()));
            default -> throw new IllegalArgumentException(step.toString());
        }
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    private static String tail(String value) {
        return value.length() > 40 ? value.substring(value.length() - 40) : value;
    }

    private String store() {
        return "kept" + streams.size() + "-" + tables.size();
    }

    private <V> void out(KTable<Windowed<String>, V> table) {
        streams.add(table.toStream((k, v) -> k.key()).mapValues(v -> String.valueOf(v)));
    }

    private static KGroupedStream<String, String> grouped(
            KStream<String, String> stream, RandomPlan.Step step) {
        return step.other() % 2 == 0
                ? stream.groupByKey()
                : stream.filter((k, v) -> v != null && !v.isEmpty())
                        .groupBy((k, v) -> v.substring(0, 1));
    }

    private static TimeWindowedKStream<String, String> tumbling(
            KStream<String, String> stream, RandomPlan.Step step) {
        return grouped(stream, step).windowedBy(TimeWindows.ofSizeAndGrace(ms(40), ms(step.on())));
    }

    private static TimeWindowedKStream<String, String> hopping(
            KStream<String, String> stream, RandomPlan.Step step) {
        return grouped(stream, step)
                .windowedBy(TimeWindows.ofSizeAndGrace(ms(60), ms(step.on())).advanceBy(ms(25)));
    }

    private static TimeWindowedKStream<String, String> sliding(
            KStream<String, String> stream, RandomPlan.Step step) {
        return grouped(stream, step)
                .windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(ms(30), ms(step.on())));
    }

    private static SessionWindowedKStream<String, String> sessions(
            KStream<String, String> stream, RandomPlan.Step step) {
        return grouped(stream, step)
                .windowedBy(SessionWindows.ofInactivityGapAndGrace(ms(25), ms(step.on())));
    }

    private static TimeWindowedKStream<String, String> closed(
            TimeWindowedKStream<String, String> windows) {
        return windows.emitStrategy(EmitStrategy.onWindowClose());
    }

    /**
     * Without a cache: the order of its keys is nobody's promise. With a retention of seconds:
     * where time jumps beyond it, Kafka loses the results of closed windows.
     */
    private static <V> Materialized<String, V, WindowStore<Bytes, byte[]>> lasting() {
        return Materialized.<String, V, WindowStore<Bytes, byte[]>>with(Serdes.String(), null)
                .withCachingDisabled()
                .withRetention(Duration.ofSeconds(5));
    }

    /** As {@link #lasting}: Kafka's cache holds sessions for longer than their retention. */
    private static Materialized<String, String, SessionStore<Bytes, byte[]>> kept() {
        return Materialized.<String, String, SessionStore<Bytes, byte[]>>with(
                        Serdes.String(), Serdes.String())
                .withCachingDisabled()
                .withRetention(Duration.ofSeconds(5));
    }

    private static JoinWindows near(RandomPlan.Step step) {
        return JoinWindows.ofTimeDifferenceAndGrace(ms(15), ms(step.on() / 2))
                .before(ms(step.other() / 4));
    }

    private static StreamJoined<String, String, String> joined(RandomPlan.Step step) {
        StreamJoined<String, String, String> serdes =
                StreamJoined.with(Serdes.String(), Serdes.String(), Serdes.String());
        return step.name() == null ? serdes : serdes.withName(step.name());
    }

    private static KTable<String, String> versioned(KStream<String, String> stream, String store) {
        return stream.toTable(
                Materialized.<String, String>as(
                                Stores.persistentVersionedKeyValueStore(store, ms(100_000)))
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.String()));
    }
}
