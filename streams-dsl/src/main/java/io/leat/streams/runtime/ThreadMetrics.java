package io.leat.streams.runtime;

import static io.leat.common.metrics.Sensor.RecordingLevel.INFO;
import static io.leat.streams.metrics.Figure.RATIO;

import io.leat.streams.metrics.Meters;
import io.leat.streams.metrics.MetricGroup;
import io.leat.streams.metrics.Recorder;
import io.leat.streams.metrics.RecordingThread;
import java.util.function.Supplier;

/**
 * What a stream thread records, under Kafka's names; latencies in ms. Owned by that thread. Each
 * span of work ends where the next one begins, so that the clock is read once for both.
 */
final class ThreadMetrics implements AutoCloseable {

    private final RecordingThread thread;
    private final MetricGroup group;
    private final Recorder polls;
    private final Recorder pollRecords;
    private final Recorder processed;
    private final Recorder processLatency;
    private final Recorder processTime;
    private final Recorder processRecords;
    private final Recorder punctuations;
    private final Recorder commits;
    final Recorder created;
    final Recorder closed;
    private long spanNanos;
    private volatile long blockedNanos;
    private long sincePoll;

    ThreadMetrics(Meters meters, RecordingThread thread) {
        this.thread = thread;
        group = meters.group(thread, "stream-thread-metrics", "thread-id", thread.name());
        polls = group.calls(INFO, "poll", "polls", RATIO);
        pollRecords = group.measure(INFO, "poll-records", "records that a poll brings");
        processed = group.counter(INFO, "process", "processed records");
        processLatency = group.measure(INFO, "process-latency", "ms to process a record");
        processTime = group.recorder(INFO, "process", "processing", RATIO);
        processRecords =
                group.measure(INFO, "process-records", "records processed from poll to poll");
        punctuations = group.calls(INFO, "punctuate", "punctuations", RATIO);
        commits = group.calls(INFO, "commit", "commits", RATIO);
        created = group.counter(INFO, "task-created", "tasks opened");
        closed = group.counter(INFO, "task-closed", "tasks closed");
        long startMs = thread.nowMs();
        group.gauge(
                INFO, "thread-start-time", "when it started, in ms since the epoch", () -> startMs);
        group.number(
                INFO,
                "blocked-time-ns-total",
                "ns in polls and commits, in all",
                () -> blockedNanos);
    }

    /**
     * Says what the thread is doing.
     *
     * @param processId of this instance, a tag
     */
    void describe(String processId, Supplier<StreamThread.State> state) {
        group.gauge(INFO, "state", "what the thread is doing", () -> state.get().name());
        group.part("stream-thread-metrics", "process-id", processId)
                .gauge(
                        INFO,
                        "thread-state",
                        "what the thread is doing, as a number",
                        () -> state.get().ordinal());
    }

    RecordingThread thread() {
        return thread;
    }

    /** What follows is measured from now on. */
    void begin() {
        thread.look();
        spanNanos = thread.clock().nanos();
    }

    private long endNanos() {
        long begun = spanNanos;
        spanNanos = thread.clock().nanos();
        return spanNanos - begun;
    }

    void polled(int records) {
        processRecords.record(sincePoll);
        sincePoll = 0;
        long nanos = endNanos();
        blockedNanos += nanos;
        polls.record(nanos / 1e6);
        pollRecords.record(records);
    }

    void processed(int records) {
        double ms = endNanos() / 1e6;
        if (records > 0) {
            sincePoll += records;
            processed.add(records);
            processLatency.record(ms / records);
            processTime.record(ms);
        }
    }

    /** That many tasks had something due. */
    void punctuated(int tasks) {
        double ms = endNanos() / 1e6;
        if (tasks > 0) {
            punctuations.record(ms);
        }
    }

    void committed() {
        long nanos = endNanos();
        blockedNanos += nanos;
        commits.record(nanos / 1e6);
    }

    @Override
    public void close() {
        group.close();
    }
}
