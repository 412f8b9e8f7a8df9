package io.leat.examples.suppress;

import io.leat.common.serialization.Serdes;
import io.leat.examples.Application;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import io.leat.streams.kstream.Suppressed;
import io.leat.streams.kstream.Suppressed.BufferConfig;
import io.leat.streams.kstream.TimeWindows;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/**
 * Reports the revenue of each shop and hour once, when the hour is over.
 *
 * <p>The topic {@code sales} has a record for each sale: the shop and the amount in cents. Sales
 * may come five minutes late; then the hour is closed and its sum goes to {@code revenue}. The
 * topic {@code stock} has the stock of each article; of the many changes of an article only the
 * last of each minute goes to {@code stock-calm}.
 */
public final class HourlyRevenue {

    private HourlyRevenue() {}

    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("sales", Consumed.with(Serdes.String(), Serdes.Long()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.Long()))
                .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofHours(1), Duration.ofMinutes(5)))
                .reduce(Long::sum)
                .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()))
                .toStream((shop, cents) -> shop.key() + " " + shop.window().startTime())
                .to("revenue", Produced.with(Serdes.String(), Serdes.Long()));
        builder.table(
                        "stock",
                        Consumed.with(Serdes.String(), Serdes.Integer()),
                        Materialized.with(Serdes.String(), Serdes.Integer()))
                .suppress(
                        Suppressed.untilTimeLimit(
                                Duration.ofMinutes(1), BufferConfig.maxRecords(10_000)))
                .toStream()
                .to("stock-calm", Produced.with(Serdes.String(), Serdes.Integer()));
        return builder.build();
    }

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        Application.run(topology(), Application.settings("hourly-revenue", arguments));
    }
}
