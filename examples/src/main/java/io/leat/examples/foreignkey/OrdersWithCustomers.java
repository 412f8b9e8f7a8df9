package io.leat.examples.foreignkey;

import io.leat.common.serialization.Serdes;
import io.leat.examples.Application;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.KTable;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import io.leat.streams.kstream.TableJoined;
import java.util.concurrent.ExecutionException;

/**
 * Keeps each order together with the name of its customer.
 *
 * <p>The topic {@code orders} has an order by its number: the customer's number and an article. The
 * topic {@code customers} has names by number. When an order changes, one row of {@code enriched}
 * changes; when a customer changes his name, those of all his orders do. Both topics may have any
 * number of partitions.
 */
public final class OrdersWithCustomers {

    private OrdersWithCustomers() {}

    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        Consumed<String, String> texts = Consumed.with(Serdes.String(), Serdes.String());
        KTable<String, String> customers = builder.table("customers", texts);
        builder.table("orders", texts)
                .join(
                        customers,
                        (String order) -> order.split(" ")[0],
                        (order, name) -> order.split(" ")[1] + " for " + name,
                        TableJoined.as("customer-of-order"),
                        Materialized.with(Serdes.String(), Serdes.String()))
                .toStream()
                .to("enriched", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        Application.run(topology(), Application.settings("orders-with-customers", arguments));
    }
}
