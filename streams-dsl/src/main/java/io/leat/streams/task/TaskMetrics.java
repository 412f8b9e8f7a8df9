package io.leat.streams.task;

import static io.leat.common.metrics.Sensor.RecordingLevel.DEBUG;
import static io.leat.common.metrics.Sensor.RecordingLevel.INFO;

import io.leat.streams.metrics.Meters;
import io.leat.streams.metrics.MetricGroup;
import io.leat.streams.metrics.Recorder;
import io.leat.streams.metrics.RecordingThread;
import io.leat.streams.processor.TaskId;

/** What a task records, under Kafka's names. Owned by the task's thread. */
final class TaskMetrics implements AutoCloseable {

    private final MetricGroup group;
    private final RecordingThread thread;

    final Recorder processed;
    final Recorder processLatency;
    final Recorder punctuated;
    final Recorder dropped;
    final Recorder committed;
    final Recorder enforced;
    final Recorder lateness;

    /** Records that wait; kept from DEBUG on. */
    final Level waiting = new Level();

    /** What stores hold back; kept from DEBUG on. */
    final Level bufferedBytes = new Level();

    /** A number that the task's thread sets and others read. */
    static final class Level {

        private volatile long value;

        void is(long now) {
            value = now;
        }
    }

    /** In the last round, of the time that the thread processed. */
    private volatile double processRatio;

    void processRatio(double share) {
        processRatio = share;
    }

    TaskMetrics(Meters meters, RecordingThread thread, TaskId task) {
        this.thread = thread;
        this.group =
                meters.group(
                        thread,
                        "stream-task-metrics",
                        "thread-id",
                        thread.name(),
                        "task-id",
                        task.toString());
        processed = group.counter(INFO, "process", "processed records");
        processLatency = group.measure(DEBUG, "process-latency", "ms to process a record");
        punctuated = group.calls(DEBUG, "punctuate", "punctuations");
        dropped = group.counter(INFO, "dropped-records", "dropped records");
        committed = group.counter(INFO, "commit", "commits");
        enforced =
                group.counter(
                        DEBUG,
                        "enforced-processing",
                        "records processed although an input was empty");
        lateness = group.measure(DEBUG, "record-lateness", "ms behind the stream time");
        group.number(
                INFO,
                "active-process-ratio",
                "of the thread's time for processing, the share of this task",
                () -> processRatio);
        group.number(
                DEBUG,
                "active-buffer-count",
                "records that were read and wait for processing",
                () -> waiting.value);
        group.number(
                DEBUG,
                "cache-size-bytes-total",
                "bytes that stores hold back until the next commit",
                () -> bufferedBytes.value);
    }

    RecordingThread thread() {
        return thread;
    }

    /** The metrics of a node of the topology. */
    MetricGroup node(String name) {
        return group.part("stream-processor-node-metrics", "processor-node-id", name);
    }

    /** The metrics of a store of that kind. */
    MetricGroup store(String kind, String name) {
        return group.part("stream-state-metrics", kind + "-state-id", name);
    }

    /** The metrics of what a store holds back. */
    MetricGroup cache(String store) {
        return group.part("stream-record-cache-metrics", "record-cache-id", store);
    }

    /** The age of records when {@code node} has processed them: of a source, or the last one. */
    static Recorder latency(MetricGroup node) {
        return node.spread(
                INFO, "record-e2e-latency", "ms from the record's timestamp to its processing");
    }

    @Override
    public void close() {
        group.close();
    }
}
