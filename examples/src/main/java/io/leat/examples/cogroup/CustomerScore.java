package io.leat.examples.cogroup;

import io.leat.common.serialization.Serdes;
import io.leat.examples.Application;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.KGroupedStream;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import java.util.concurrent.ExecutionException;

/**
 * Keeps a score for each customer from three streams: a visit counts 1, an order 10, a complaint
 * takes half away.
 *
 * <p>With joins this would take three tables and two joins; cogroup keeps one table, and every
 * record changes it once.
 */
public final class CustomerScore {

    private CustomerScore() {}

    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        records(builder, "visits")
                .<Long>cogroup((customer, visit, score) -> score + 1)
                .cogroup(records(builder, "orders"), (customer, order, score) -> score + 10)
                .cogroup(records(builder, "complaints"), (customer, text, score) -> score / 2)
                .aggregate(() -> 0L, Materialized.with(Serdes.String(), Serdes.Long()))
                .toStream()
                .to("scores", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    private static KGroupedStream<String, String> records(StreamsBuilder builder, String topic) {
        return builder.stream(topic, Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()));
    }

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        Application.run(topology(), Application.settings("customer-score", arguments));
    }
}
