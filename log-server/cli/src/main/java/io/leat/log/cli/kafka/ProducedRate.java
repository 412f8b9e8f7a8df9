package io.leat.log.cli.kafka;

import java.io.PrintWriter;
import java.util.Locale;

/** How fast records were acknowledged, in the lines of Kafka's tool. Owned by one thread. */
final class ProducedRate {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Latencies latencies = new Latencies();
    private final long beganNanos;
    private long bytes;

    ProducedRate(long beganNanos) {
        this.beganNanos = beganNanos;
    }

    long beganNanos() {
        return beganNanos;
    }

    void add(int ms, int size) {
        latencies.add(ms);
        bytes += size;
    }

    private double seconds(long now) {
        return Math.max(1, now - beganNanos) / NANOS_PER_SECOND;
    }

    private double mb(long now) {
        return bytes / seconds(now) / (1 << 20);
    }

    /** Of an interval. */
    void print(long now, PrintWriter out) {
        out.println(
                String.format(
                        Locale.ROOT,
                        "%d records sent, %.1f records/sec (%.2f MB/sec), %.1f ms avg latency,"
                                + " %.1f ms max latency.",
                        latencies.count(),
                        latencies.count() / seconds(now),
                        mb(now),
                        latencies.average(),
                        (double) latencies.max()));
        out.flush();
    }

    /**
     * Of a whole run.
     *
     * @param which of its records, as in "steady state "
     */
    void printTotal(long now, String which, PrintWriter out) {
        out.println(
                String.format(
                        Locale.ROOT,
                        "%d %srecords sent, %f records/sec (%.2f MB/sec), %.2f ms avg latency,"
                                + " %.2f ms max latency, %d ms 50th, %d ms 95th, %d ms 99th, %d ms"
                                + " 99.9th.",
                        latencies.count(),
                        which,
                        latencies.count() / seconds(now),
                        mb(now),
                        latencies.average(),
                        (double) latencies.max(),
                        latencies.percentile(0.5),
                        latencies.percentile(0.95),
                        latencies.percentile(0.99),
                        latencies.percentile(0.999)));
    }
}
