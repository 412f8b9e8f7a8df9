package io.leat.streams.task;

import io.leat.common.Metric;
import io.leat.streams.processor.TaskId;
import java.util.List;
import java.util.Map;

/** What a task counts. Counted by the task's thread, read by any. */
final class TaskCounters {

    private static final String GROUP = "stream-task-metrics";

    final Counter processed = new Counter();
    final Counter punctuated = new Counter();
    final Counter dropped = new Counter();
    final Counter committed = new Counter();

    /** The counts under Kafka's names. */
    List<Metric> metrics(String thread, TaskId task) {
        Map<String, String> tags = Map.of("thread-id", thread, "task-id", task.toString());
        return List.of(
                gauge("process-total", "The total number of processed records", tags, processed),
                gauge("punctuate-total", "The total number of punctuations", tags, punctuated),
                gauge(
                        "dropped-records-total",
                        "The total number of dropped records",
                        tags,
                        dropped),
                gauge("commit-total", "The total number of commits", tags, committed));
    }

    private static Metric gauge(
            String name, String description, Map<String, String> tags, Counter counter) {
        return Gauge.of(name, GROUP, description, tags, counter::metricValue);
    }
}
