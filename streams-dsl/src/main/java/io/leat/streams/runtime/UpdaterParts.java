package io.leat.streams.runtime;

import io.leat.clients.consumer.Consumer;
import io.leat.streams.StreamsConfig;
import io.leat.streams.metrics.RecordingThread;
import io.leat.streams.processor.TaskId;
import io.leat.streams.runtime.ThreadParts.Commons;
import io.leat.streams.task.TaskStores;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes the parts of one state updater, whose thread owns it. */
final class UpdaterParts implements StateUpdater.Parts {

    private final Runtime.Setup setup;
    private final Commons commons;
    private final int number;
    private final Predicate<TaskId> cares;
    private final RestoreMetrics metrics;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;

    /**
     * @param cares which tasks belong to this updater
     */
    UpdaterParts(Runtime.Setup setup, Commons commons, int number, Predicate<TaskId> cares) {
        this.setup = setup;
        this.commons = commons;
        this.number = number;
        this.cares = cares;
        this.metrics =
                new RestoreMetrics(
                        setup.meters(),
                        new RecordingThread(
                                commons.clients().stateUpdaterName() + number,
                                setup.ports().clock()));
    }

    @Override
    public Restorer restorer() {
        Consumer<byte[], byte[]> reading =
                setup.clients().getRestoreConsumer(commons.clients().restoreConsumer(number));
        consumer = reading;
        return new Restorer(
                reading,
                commons.ends(),
                setup.listeners(),
                new Restorer.Patience(
                        setup.ports().clock(),
                        setup.config().getLong(StreamsConfig.TASK_TIMEOUT_MS_CONFIG)),
                metrics);
    }

    @Override
    public TaskStores open(TaskId id) {
        return new TaskStores(
                id,
                commons.subtopology(id),
                setup.taskSettings(),
                commons.folder().task(id),
                commons.shared());
    }

    @Override
    public void closing(TaskStores stores) {
        commons.folder().note(stores.id(), stores.durablePosition());
    }

    @Override
    public Set<TaskId> onDisk() {
        Set<TaskId> own = new TreeSet<>(commons.folder().positions().keySet());
        own.removeIf(id -> !cares.test(id));
        return own;
    }

    @Override
    public void delete(TaskId id) {
        commons.folder().delete(id);
    }

    @Override
    public long nowMs() {
        return setup.ports().clock().millis();
    }

    @Override
    public RestoreMetrics metrics() {
        return metrics;
    }

    @Override
    public void ask(InstanceIds ids) {
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            ids.askConsumer(
                    commons.clients().threadName(number) + "-restore-consumer",
                    reading::clientInstanceId);
        }
    }

    @Override
    public void close() {
        metrics.close();
        Consumer<byte[], byte[]> reading = consumer;
        consumer = null;
        if (reading != null) {
            reading.close();
        }
    }
}
