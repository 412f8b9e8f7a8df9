package io.leat.examples.versioned;

import io.leat.common.serialization.Serdes;
import io.leat.examples.Application;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Joined;
import io.leat.streams.kstream.KTable;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import io.leat.streams.state.Stores;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/**
 * Charges each order what its article cost when it was ordered, whenever it is processed.
 *
 * <p>The topic {@code prices} has the price of each article from a time on, {@code orders} has
 * orders by article. The table remembers prices for a week; an order waits a minute (of the times
 * of orders) for a price that comes late. An order of an article without a price is left out of
 * {@code charges}.
 */
public final class PricesOfThen {

    private PricesOfThen() {}

    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        Consumed<String, String> texts = Consumed.with(Serdes.String(), Serdes.String());
        KTable<String, String> prices =
                builder.table(
                        "prices",
                        texts,
                        Materialized.<String, String>as(
                                        Stores.persistentVersionedKeyValueStore(
                                                "prices-store", Duration.ofDays(7)))
                                .withKeySerde(Serdes.String())
                                .withValueSerde(Serdes.String()));
        builder.stream("orders", texts)
                .join(
                        prices,
                        (customer, price) -> customer + " pays " + price,
                        Joined.with(Serdes.String(), Serdes.String(), Serdes.String())
                                .withGracePeriod(Duration.ofMinutes(1)))
                .to("charges", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        Application.run(topology(), Application.settings("prices-of-then", arguments));
    }
}
