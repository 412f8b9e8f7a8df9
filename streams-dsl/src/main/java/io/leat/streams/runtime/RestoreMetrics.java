package io.leat.streams.runtime;

import static io.leat.common.metrics.Sensor.RecordingLevel.DEBUG;
import static io.leat.common.metrics.Sensor.RecordingLevel.INFO;
import static io.leat.streams.metrics.Figure.AVG;
import static io.leat.streams.metrics.Figure.MAX;
import static io.leat.streams.metrics.Figure.RATE;
import static io.leat.streams.metrics.Figure.RATIO;

import io.leat.streams.metrics.Meters;
import io.leat.streams.metrics.MetricGroup;
import io.leat.streams.metrics.Recorder;
import io.leat.streams.metrics.RecordingThread;
import io.leat.streams.processor.TaskId;
import java.util.HashMap;
import java.util.Map;

/** What a state updater records, under Kafka's names. Owned by its thread. */
final class RestoreMetrics implements AutoCloseable {

    private final Meters meters;
    private final RecordingThread thread;
    private final MetricGroup group;
    private final Recorder records;
    private final Recorder calls;
    private final Map<TaskId, OfTask> tasks = new HashMap<>();
    private final Recorder idle;
    private final Recorder restoring;
    private final Recorder updating;
    private long spanNanos;
    private volatile boolean paused;
    private volatile long restoringTasks;
    private volatile long updatingTasks;

    /** What is recorded about one task. */
    private static final class OfTask {

        private final MetricGroup group;
        private final boolean standby;
        private final Recorder records;
        private final Map<String, Recorder> stores = new HashMap<>();
        private volatile long remaining;

        OfTask(MetricGroup group, boolean standby) {
            this.group = group;
            this.standby = standby;
            if (standby) {
                records = group.counter(DEBUG, "update", "records that keep the standby warm");
            } else {
                records = group.counter(DEBUG, "restore", "restored records");
                group.number(
                        INFO,
                        "restore-remaining-records-total",
                        "records that are still to be restored",
                        () -> remaining);
            }
        }

        Recorder store(String kind, String name) {
            return stores.computeIfAbsent(
                    name,
                    first -> {
                        MetricGroup own =
                                group.part("stream-state-metrics", kind + "-state-id", name);
                        Recorder batches = own.recorder(DEBUG, "restore", "batches restored", RATE);
                        own.read(
                                batches,
                                "restore-latency",
                                "ns that it takes to restore a batch",
                                AVG,
                                MAX);
                        return batches;
                    });
        }
    }

    RestoreMetrics(Meters meters, RecordingThread thread) {
        this.meters = meters;
        this.thread = thread;
        group = meters.group(thread, "stream-state-updater-metrics", "thread-id", thread.name());
        records = group.recorder(INFO, "restore-records", "records read from changelogs", RATE);
        calls = group.recorder(INFO, "restore-call", "polls of changelogs", RATE);
        idle = group.recorder(INFO, "idle", "waiting for something to do", RATIO);
        restoring =
                group.recorder(INFO, "active-restore", "restoring tasks that are to run", RATIO);
        updating = group.recorder(INFO, "standby-update", "keeping standbys warm", RATIO);
        group.number(INFO, "active-restoring-tasks", "tasks being restored", () -> restoringTasks);
        group.number(
                INFO,
                "active-paused-tasks",
                "tasks whose restoring is paused: it never is",
                () -> 0);
        group.number(
                INFO,
                "standby-updating-tasks",
                "standbys kept warm",
                () -> paused ? 0 : updatingTasks);
        group.number(
                INFO,
                "standby-paused-tasks",
                "standbys that are not kept warm, as the application is paused",
                () -> paused ? updatingTasks : 0);
    }

    /** What follows is measured from now on. */
    void begin() {
        thread.look();
        spanNanos = thread.clock().nanos();
    }

    private double endMs() {
        return (thread.clock().nanos() - spanNanos) / 1e6;
    }

    /**
     * There was nothing to do since {@link #begin}.
     *
     * @param standbysPaused as there would have been, if the application were not paused
     */
    void idled(boolean standbysPaused) {
        paused = standbysPaused;
        idle.record(endMs());
    }

    /** Changelogs were read since {@link #begin}: while a task that is to run waited, for it. */
    void read(boolean forActive) {
        paused = false;
        (forActive ? restoring : updating).record(endMs());
    }

    /** A batch of a store that is restored took so long. */
    void restored(TaskId id, String kind, String store, long nanos) {
        OfTask task = tasks.get(id);
        if (task != null && !task.standby) {
            task.store(kind, store).record(nanos);
        }
    }

    /** Task {@code id} is restored, or kept warm, from now on. */
    void began(TaskId id, boolean standby) {
        OfTask known = tasks.get(id);
        if (known != null && known.standby == standby) {
            return;
        }
        ended(id);
        MetricGroup own =
                meters.group(
                        thread,
                        "stream-task-metrics",
                        "thread-id",
                        thread.name(),
                        "task-id",
                        id.toString());
        tasks.put(id, new OfTask(own, standby));
        count();
    }

    void polled(int count) {
        thread.look();
        calls.add(1);
        records.add(count);
    }

    /** Records of task {@code id} were applied. */
    void applied(TaskId id, long count) {
        OfTask task = tasks.get(id);
        if (task != null) {
            task.records.add(count);
        }
    }

    void remaining(TaskId id, long records) {
        OfTask task = tasks.get(id);
        if (task != null) {
            task.remaining = records;
        }
    }

    /** Nothing of task {@code id} is read any more. */
    void ended(TaskId id) {
        OfTask task = tasks.remove(id);
        if (task != null) {
            task.group.close();
        }
        count();
    }

    private void count() {
        updatingTasks = tasks.values().stream().filter(task -> task.standby).count();
        restoringTasks = tasks.size() - updatingTasks;
    }

    @Override
    public void close() {
        tasks.values().forEach(task -> task.group.close());
        tasks.clear();
        group.close();
    }
}
