package io.leat.examples.globaltable;

import io.leat.common.serialization.Serdes;
import io.leat.examples.Application;
import io.leat.streams.KeyValue;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.GlobalKTable;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import java.util.concurrent.ExecutionException;

/**
 * Converts payments to euro with the rates of today.
 *
 * <p>The topic {@code rates} has the worth of each currency in euro, by its name. There are few,
 * and any payment may need any: every instance reads them all before it starts, so that payments
 * need not be partitioned by currency. A payment in a currency without a rate goes to {@code
 * unknown}.
 */
public final class PaymentsInEuro {

    private PaymentsInEuro() {}

    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        GlobalKTable<String, Double> rates =
                builder.globalTable(
                        "rates",
                        Consumed.with(Serdes.String(), Serdes.Double()),
                        Materialized.as("rates-store"));
        var payments =
                builder.stream("payments", Consumed.with(Serdes.String(), Serdes.String()))
                        .leftJoin(
                                rates,
                                (account, payment) -> payment.split(" ")[1],
                                (payment, rate) -> KeyValue.pair(payment, rate));
        payments.filter((account, pair) -> pair.value == null)
                .mapValues(pair -> pair.key)
                .to("unknown", Produced.with(Serdes.String(), Serdes.String()));
        payments.filter((account, pair) -> pair.value != null)
                .mapValues(pair -> Double.parseDouble(pair.key.split(" ")[0]) * pair.value)
                .to("euro", Produced.with(Serdes.String(), Serdes.Double()));
        return builder.build();
    }

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        Application.run(topology(), Application.settings("payments-in-euro", arguments));
    }
}
