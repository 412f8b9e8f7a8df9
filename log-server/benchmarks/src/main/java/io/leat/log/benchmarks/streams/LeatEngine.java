package io.leat.log.benchmarks.streams;

import io.leat.common.TopicPartition;
import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.log.benchmarks.streams.nexmark.LeatNexmark;
import io.leat.log.benchmarks.streams.nexmark.Nexmark;
import io.leat.streams.LeatStreams;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.JoinWindows;
import io.leat.streams.kstream.Joined;
import io.leat.streams.kstream.KStream;
import io.leat.streams.kstream.KTable;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import io.leat.streams.kstream.SessionWindows;
import io.leat.streams.kstream.StreamJoined;
import io.leat.streams.kstream.TimeWindows;
import io.leat.streams.processor.StateRestoreListener;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.SessionStore;
import io.leat.streams.state.WindowStore;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;

/** Leat Streams. The same text as {@link KafkaEngine}. */
final class LeatEngine implements Engine {

    @Override
    public Application start(String program, Properties settings, LongAdder seen) {
        StreamsBuilder builder = new StreamsBuilder();
        build(builder, program, seen);
        LeatStreams streams = new LeatStreams(builder.build(), settings);
        Started started = new Started(streams, new Restored());
        streams.setGlobalStateRestoreListener(started);
        streams.start();
        return started;
    }

    /** The application, and what it says of restored stores. */
    private record Started(LeatStreams streams, Restored restored)
            implements Application, StateRestoreListener {

        @Override
        public boolean running() {
            return streams.state() == LeatStreams.State.RUNNING;
        }

        @Override
        public void onRestoreStart(TopicPartition log, String store, long begin, long end) {
            restored.begun();
        }

        @Override
        public void onBatchRestored(TopicPartition log, String store, long end, long count) {
            restored.batch(count);
        }

        @Override
        public void onRestoreEnd(TopicPartition log, String store, long total) {
            restored.ended();
        }

        @Override
        public void close() {
            streams.close();
        }
    }

    private static void build(StreamsBuilder b, String program, LongAdder seen) {
        switch (program) {
            case "pass" -> seen(input(b), seen).to("out", text());
            case "map" ->
                    seen(input(b), seen)
                            .mapValues(value -> value.substring(1))
                            .filter((key, value) -> value.charAt(0) != '!')
                            .to("out", text());
            case "count" ->
                    count(input(b), seen, Materialized.with(Serdes.String(), Serdes.Long()));
            case "count-uncached" ->
                    count(
                            input(b),
                            seen,
                            Materialized.<String, Long, KeyValueStore<Bytes, byte[]>>with(
                                            Serdes.String(), Serdes.Long())
                                    .withCachingDisabled());
            case "repartition" ->
                    count(
                            input(b).selectKey((key, value) -> key.substring(1)),
                            seen,
                            Materialized.with(Serdes.String(), Serdes.Long()));
            case "tumbling" ->
                    input(b).groupByKey()
                            .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofSeconds(10)))
                            .aggregate(
                                    () -> 0L,
                                    (key, value, count) -> counted(count, seen),
                                    Materialized.<String, Long, WindowStore<Bytes, byte[]>>with(
                                            Serdes.String(), Serdes.Long()))
                            .toStream((window, count) -> window.key())
                            .to("out", Produced.with(Serdes.String(), Serdes.Long()));
            case "sessions" ->
                    input(b).groupByKey()
                            .windowedBy(
                                    SessionWindows.ofInactivityGapWithNoGrace(
                                            Duration.ofSeconds(5)))
                            .aggregate(
                                    () -> 0L,
                                    (key, value, count) -> counted(count, seen),
                                    (key, one, other) -> one + other,
                                    Materialized.<String, Long, SessionStore<Bytes, byte[]>>with(
                                            Serdes.String(), Serdes.Long()))
                            .toStream((window, count) -> window.key())
                            .to("out", Produced.with(Serdes.String(), Serdes.Long()));
            case "stream-table" ->
                    input(b).join(
                                    table(b, "table"),
                                    (value, row) -> joined(value, row, seen),
                                    Joined.with(Serdes.String(), Serdes.String(), Serdes.String()))
                            .to("out", text());
            case "stream-stream" ->
                    input(b).join(
                                    b.stream(
                                            "other",
                                            Consumed.with(Serdes.String(), Serdes.String())),
                                    (value, row) -> joined(value, row, seen),
                                    JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(1)),
                                    StreamJoined.with(
                                            Serdes.String(), Serdes.String(), Serdes.String()))
                            .to("out", text());
            case "foreign-key" ->
                    table(b, "in")
                            .join(
                                    table(b, "table"),
                                    value -> value.substring(0, 8),
                                    (value, row) -> joined(value, row, seen))
                            .toStream()
                            .to("out", text());
            default -> {
                if (program.startsWith(Nexmark.PROGRAM)) {
                    String query = program.substring(Nexmark.PROGRAM.length());
                    LeatNexmark.build(b, query, seen);
                    return;
                }
                if (!program.startsWith(Load.LATENCY)) {
                    throw new IllegalArgumentException("no program " + program);
                }
                b.stream(program, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                        .to(
                                program + Load.OUT,
                                Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
            }
        }
    }

    private static KStream<String, String> input(StreamsBuilder b) {
        return b.stream("in", Consumed.with(Serdes.String(), Serdes.String()));
    }

    private static KTable<String, String> table(StreamsBuilder b, String topic) {
        return b.table(topic, Consumed.with(Serdes.String(), Serdes.String()));
    }

    private static Produced<String, String> text() {
        return Produced.with(Serdes.String(), Serdes.String());
    }

    private static KStream<String, String> seen(KStream<String, String> stream, LongAdder seen) {
        return stream.peek((key, value) -> seen.increment());
    }

    private static void count(
            KStream<String, String> stream,
            LongAdder seen,
            Materialized<String, Long, KeyValueStore<Bytes, byte[]>> kept) {
        stream.groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .aggregate(() -> 0L, (key, value, count) -> counted(count, seen), kept)
                .toStream()
                .to("out", Produced.with(Serdes.String(), Serdes.Long()));
    }

    private static Long counted(Long count, LongAdder seen) {
        seen.increment();
        return count + 1;
    }

    private static String joined(String value, String row, LongAdder seen) {
        seen.increment();
        return value + row.charAt(0);
    }
}
