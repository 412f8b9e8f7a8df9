package io.leat.examples.topn;

import io.leat.common.serialization.Serdes;
import io.leat.examples.Application;
import io.leat.streams.KeyValue;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.KTable;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the three articles of each category that sold most.
 *
 * <p>The topic {@code sales} has a record for each sale: {@code category/article} is its key. A
 * table counts; grouped by category, each change of a count takes the old one out of the ranking
 * and puts the new one in. A count never falls, so whoever was put out needs to come back only by
 * his own next sale, and three rows are enough. The topic {@code best} has the ranking as text.
 */
public final class BestSellers {

    private static final int PLACES = 3;

    private BestSellers() {}

    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        KTable<String, Long> sold =
                builder.stream("sales", Consumed.with(Serdes.String(), Serdes.String()))
                        .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                        .count(Materialized.with(Serdes.String(), Serdes.Long()));
        sold.groupBy(BestSellers::byCategory, Grouped.with(Serdes.String(), Serdes.String()))
                .aggregate(
                        () -> "",
                        BestSellers::with,
                        BestSellers::without,
                        Materialized.with(Serdes.String(), Serdes.String()))
                .toStream()
                .to("best", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    private static KeyValue<String, String> byCategory(String key, Long count) {
        String[] parts = key.split("/");
        return KeyValue.pair(parts[0], parts[1] + "=" + count);
    }

    private static String with(String category, String row, String ranking) {
        return Stream.concat(rows(ranking), Stream.of(row))
                .sorted(Comparator.comparingLong(BestSellers::count).reversed())
                .limit(PLACES)
                .collect(Collectors.joining(" "));
    }

    private static String without(String category, String row, String ranking) {
        return rows(ranking).filter(each -> !each.equals(row)).collect(Collectors.joining(" "));
    }

    private static Stream<String> rows(String ranking) {
        return Arrays.stream(ranking.split(" ")).filter(row -> !row.isEmpty());
    }

    private static long count(String row) {
        return Long.parseLong(row.substring(row.indexOf('=') + 1));
    }

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        Application.run(topology(), Application.settings("best-sellers", arguments));
    }
}
