package io.leat.log.benchmarks.streams.nexmark;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Texts of what one seller sold last, {@code auction:price} each, by auction. Stateless. */
final class Sales {

    /** How many there are at most. */
    static final int LAST = 10;

    private Sales() {}

    private static Stream<String> each(String sales) {
        return sales.isEmpty() ? Stream.empty() : Arrays.stream(sales.split(" "));
    }

    private static long auction(String sale) {
        return Long.parseLong(sale.substring(0, sale.indexOf(':')));
    }

    /** The last of {@code sales} and one more. */
    static String with(String sales, String sale) {
        List<String> all =
                Stream.concat(each(sales), Stream.of(sale))
                        .sorted(Comparator.comparingLong(Sales::auction))
                        .toList();
        return String.join(" ", all.subList(Math.max(0, all.size() - LAST), all.size()));
    }

    /** Until the same auction comes again with its new price. */
    static String without(String sales, String sale) {
        return each(sales).filter(one -> !one.equals(sale)).collect(Collectors.joining(" "));
    }

    /** The mean price, rounded down; null for none. */
    static @Nullable String mean(String sales) {
        long[] prices = each(sales).mapToLong(one -> Long.parseLong(one.split(":")[1])).toArray();
        return prices.length == 0
                ? null
                : Long.toString(Arrays.stream(prices).sum() / prices.length);
    }
}
