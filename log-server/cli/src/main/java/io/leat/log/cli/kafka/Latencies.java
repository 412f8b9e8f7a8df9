package io.leat.log.cli.kafka;

import java.util.Arrays;

/** How long each of many requests took, in milliseconds. Owned by one thread. */
final class Latencies {

    private int[] values = new int[1024];
    private int count;
    private long sum;
    private int max;

    void add(int ms) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = ms;
        sum += ms;
        max = Math.max(max, ms);
    }

    int count() {
        return count;
    }

    double average() {
        return count == 0 ? 0 : sum / (double) count;
    }

    int max() {
        return max;
    }

    /** What that share stayed at or below. */
    int percentile(double share) {
        if (count == 0) {
            return 0;
        }
        int[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted[Math.min(count - 1, (int) (share * count))];
    }
}
