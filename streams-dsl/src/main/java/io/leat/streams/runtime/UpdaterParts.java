package io.leat.streams.runtime;

import io.leat.clients.consumer.Consumer;
import io.leat.streams.StreamsConfig;
import io.leat.streams.processor.TaskId;
import io.leat.streams.runtime.ThreadParts.Commons;
import io.leat.streams.task.TaskStores;
import org.jspecify.annotations.Nullable;

/** Makes the parts of one state updater, whose thread owns it. */
final class UpdaterParts implements StateUpdater.Parts {

    private final Runtime.Setup setup;
    private final Commons commons;
    private final int number;
    private @Nullable Consumer<byte[], byte[]> consumer;

    UpdaterParts(Runtime.Setup setup, Commons commons, int number) {
        this.setup = setup;
        this.commons = commons;
        this.number = number;
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
                        setup.config().getLong(StreamsConfig.TASK_TIMEOUT_MS_CONFIG)));
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
    public void close() {
        if (consumer != null) {
            consumer.close();
        }
    }
}
