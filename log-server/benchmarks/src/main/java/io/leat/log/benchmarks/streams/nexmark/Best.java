package io.leat.log.benchmarks.streams.nexmark;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Texts of numbers that queries add up, or keep the best of. Stateless. */
final class Best {

    private static final int TOP = 10;

    private Best() {}

    /** The higher of two {@code number:name}; with equal numbers the earlier name. */
    static String of(String one, String other) {
        if (one.isEmpty()) {
            return other;
        }
        int order = Long.compare(number(one), number(other));
        return order > 0 || order == 0 && one.compareTo(other) < 0 ? one : other;
    }

    private static long number(String text) {
        return Long.parseLong(text.substring(0, text.indexOf(':')));
    }

    /** A {@code sum,count} with something added to both. */
    static String plus(String total, long price, long one) {
        int comma = total.indexOf(',');
        long sum = Long.parseLong(total.substring(0, comma)) + price;
        return sum + "," + (Long.parseLong(total.substring(comma + 1)) + one);
    }

    /** The ten highest of the prices in {@code prices} and one more, falling. */
    static String top(String prices, long price) {
        Stream<Long> known =
                prices.isEmpty()
                        ? Stream.empty()
                        : Arrays.stream(prices.split(" ")).map(Long::valueOf);
        return Stream.concat(known, Stream.of(price))
                .sorted(Comparator.reverseOrder())
                .limit(TOP)
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }
}
