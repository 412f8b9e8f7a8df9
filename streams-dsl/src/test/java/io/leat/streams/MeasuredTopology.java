package io.leat.streams;

import io.leat.common.serialization.Serdes;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.EmitStrategy;
import io.leat.streams.kstream.KStream;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import io.leat.streams.kstream.SessionWindows;
import io.leat.streams.kstream.Suppressed;
import io.leat.streams.kstream.TimeWindows;
import io.leat.streams.state.Stores;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;

/** A topology that has metrics of all kinds. */
@NullUnmarked
public final class MeasuredTopology {

    private MeasuredTopology() {}

    public static Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        Consumed<String, String> strings = Consumed.with(Serdes.String(), Serdes.String());
        KStream<String, String> in = builder.stream("in", strings);
        in.groupByKey()
                .count(Materialized.as("counts"))
                .suppress(
                        Suppressed.untilTimeLimit(
                                        Duration.ofMillis(5), Suppressed.BufferConfig.unbounded())
                                .withName("later"))
                .toStream()
                .to("out", Produced.with(Serdes.String(), Serdes.Long()));
        in.groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10)))
                .emitStrategy(EmitStrategy.onWindowClose())
                .count(Materialized.as("windows"))
                .toStream()
                .foreach((key, value) -> {});
        in.groupByKey()
                .windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofMillis(10)))
                .count(Materialized.as("sessions"))
                .toStream()
                .foreach((key, value) -> {});
        builder.table("rows", strings, Materialized.as(Stores.inMemoryKeyValueStore("memory")));
        builder.table(
                "history",
                strings,
                Materialized.as(
                        Stores.persistentVersionedKeyValueStore(
                                "versions", Duration.ofMillis(100))));
        return builder.build();
    }
}
