package io.leat.examples.queries;

import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.examples.Application;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.StreamsConfig;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.state.KeyValueStore;
import java.util.Properties;
import java.util.concurrent.ExecutionException;

/**
 * Keeps the balance of each account, and answers over HTTP what it is.
 *
 * <p>The topic {@code bookings} has amounts in cents by account. Any instance answers for all of
 * them, and asks whichever has the account:
 *
 * <pre>
 * curl localhost:8090/stores/balances/keys/alice
 * {"key":"alice","value":1250,"position":"Ym9va2luZ3MgMiA0Cg"}
 * curl 'localhost:8090/stores/balances/keys?from=a&amp;to=c&amp;limit=10'
 * </pre>
 *
 * <p>Who sent a booking and wants to see it gives its place with the question, made by {@code
 * PositionToken.of(topic, partition, offset)}: {@code ?position=TOKEN&wait=1000}. The second and
 * later instances on one machine take another port as their third argument.
 */
public final class AccountBalances {

    private static final int PORT = 8090;

    private AccountBalances() {}

    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("bookings", Consumed.with(Serdes.String(), Serdes.String()))
                .mapValues(cents -> Long.parseLong(cents.strip()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.Long()))
                .reduce(
                        Long::sum,
                        Materialized.<String, Long, KeyValueStore<Bytes, byte[]>>as("balances")
                                .withKeySerde(Serdes.String())
                                .withValueSerde(Serdes.Long()));
        return builder.build();
    }

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        Properties settings = Application.settings("account-balances", arguments);
        settings.put(
                StreamsConfig.QUERIES_HTTP_PORT_CONFIG,
                arguments.length > 2 ? Integer.parseInt(arguments[2]) : PORT);
        Application.run(topology(), settings);
    }
}
