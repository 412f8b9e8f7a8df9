package io.leat.log.broker.metrics;

/** What one loop counts about the requests of one API key. Owned by that loop. */
public final class RequestMetrics {

    final Latencies latencies = new Latencies();
    long requestBytes;
    long responseBytes;

    RequestMetrics() {}

    /** A request was answered {@code nanos} after it had arrived, at {@code nowNanos}. */
    public void answered(long nanos, long nowNanos, long requestBytes, long responseBytes) {
        latencies.record(nanos / 1_000, nowNanos);
        this.requestBytes += requestBytes;
        this.responseBytes += responseBytes;
    }

    void add(RequestMetrics other, long nowNanos) {
        latencies.add(other.latencies, nowNanos);
        requestBytes += other.requestBytes;
        responseBytes += other.responseBytes;
    }
}
