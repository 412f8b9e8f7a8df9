package io.leat.clients.producer;

import io.leat.common.Metric;
import io.leat.common.MetricName;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What a producer counts about itself. Written by any thread. */
final class ProducerStats {

    final LongAdder sent = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder retried = new LongAdder();
    final LongAdder splits = new LongAdder();
    final LongAdder batches = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder requests = new LongAdder();

    private record Reading(MetricName metricName, Supplier<Object> value) implements Metric {

        @Override
        public Object metricValue() {
            return value.get();
        }
    }

    Map<MetricName, Metric> metrics(String clientId, BufferPool pool) {
        Map<MetricName, Metric> all = new HashMap<>();
        Map<String, String> tags = Map.of("client-id", clientId);
        add(all, tags, "record-send-total", "Records acknowledged or failed", sent::sum);
        add(all, tags, "record-error-total", "Records that failed", failed::sum);
        add(all, tags, "record-retry-total", "Records sent again", retried::sum);
        add(all, tags, "batch-split-total", "Batches split for being too large", splits::sum);
        add(all, tags, "request-total", "Produce requests sent", requests::sum);
        add(all, tags, "outgoing-byte-total", "Bytes of batches sent", bytes::sum);
        add(
                all,
                tags,
                "batch-size-avg",
                "Mean bytes of the batches sent",
                () -> batches.sum() == 0 ? 0.0 : (double) bytes.sum() / batches.sum());
        add(all, tags, "buffer-total-bytes", "The size of buffer.memory", pool::total);
        add(all, tags, "buffer-available-bytes", "Free bytes of it", pool::available);
        add(all, tags, "waiting-threads", "Threads waiting for buffer memory", pool::waiting);
        return Map.copyOf(all);
    }

    private static void add(
            Map<MetricName, Metric> all,
            Map<String, String> tags,
            String name,
            String description,
            Supplier<Object> value) {
        MetricName key = new MetricName(name, "producer-metrics", description, tags);
        all.put(key, new Reading(key, value));
    }
}
