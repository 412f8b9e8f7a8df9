package io.leat.clients.consumer;

import io.leat.common.Metric;
import io.leat.common.MetricName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/** The metrics of a consumer, under Kafka's names. Counted by the polling thread, read by any. */
final class ConsumerMetrics {

    private static final String FETCHES = "consumer-fetch-manager-metrics";
    private static final String GROUP = "consumer-coordinator-metrics";

    private final AtomicLong records = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong rebalances = new AtomicLong();
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong assigned = new AtomicLong();
    private final Map<MetricName, Metric> all = new LinkedHashMap<>();

    ConsumerMetrics(String clientId) {
        Map<String, String> tags = Map.of("client-id", clientId);
        add("records-consumed-total", FETCHES, "Records that polls returned", tags, records::get);
        add("bytes-consumed-total", FETCHES, "Bytes of those records", tags, bytes::get);
        add("rebalance-total", GROUP, "Rebalances that ended well", tags, rebalances::get);
        add("commit-total", GROUP, "Commits that succeeded", tags, commits::get);
        add("assigned-partitions", GROUP, "Partitions read at present", tags, assigned::get);
    }

    private void add(
            String name,
            String group,
            String description,
            Map<String, String> tags,
            DoubleSupplier value) {
        MetricName metricName = new MetricName(name, group, description, tags);
        all.put(metricName, new Reading(metricName, value));
    }

    /** A metric that is read from a counter. */
    private record Reading(MetricName metricName, DoubleSupplier value) implements Metric {

        @Override
        public Object metricValue() {
            return value.getAsDouble();
        }
    }

    void polled(int count, long bytesInAll) {
        records.addAndGet(count);
        bytes.set(bytesInAll);
    }

    void rebalanced(int partitions) {
        rebalances.incrementAndGet();
        assigned.set(partitions);
    }

    void assigned(int partitions) {
        assigned.set(partitions);
    }

    void committed() {
        commits.incrementAndGet();
    }

    Map<MetricName, ? extends Metric> all() {
        return Map.copyOf(all);
    }
}
