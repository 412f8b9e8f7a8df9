package io.leat.streams.runtime;

import io.leat.common.Metric;
import io.leat.streams.task.Counter;
import io.leat.streams.task.Gauge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a stream thread counts. Counted by that thread, read by any. */
final class ThreadCounters {

    private static final String GROUP = "stream-thread-metrics";

    final Counter polled = new Counter();
    final Counter pollRecords = new Counter();
    final Counter committed = new Counter();
    final Counter created = new Counter();
    final Counter closed = new Counter();

    /** The counts under Kafka's names. */
    List<Metric> metrics(String thread, Supplier<Object> state) {
        Map<String, String> tags = Map.of("thread-id", thread);
        List<Metric> all = new ArrayList<>();
        all.add(Gauge.of("state", GROUP, "The current state of the thread", tags, state));
        all.add(gauge("poll-total", "The total number of calls to poll", tags, polled));
        all.add(
                gauge(
                        "poll-records-total",
                        "The total number of polled records",
                        tags,
                        pollRecords));
        all.add(gauge("commit-total", "The total number of commits", tags, committed));
        all.add(gauge("task-created-total", "The total number of tasks opened", tags, created));
        all.add(gauge("task-closed-total", "The total number of tasks closed", tags, closed));
        return all;
    }

    private static Metric gauge(
            String name, String description, Map<String, String> tags, Counter counter) {
        return Gauge.of(name, GROUP, description, tags, () -> (double) counter.get());
    }
}
