package io.leat.streams.runtime;

import io.leat.clients.admin.Admin;
import io.leat.clients.consumer.Consumer;
import io.leat.common.TopicPartition;
import io.leat.streams.StreamsConfig;
import io.leat.streams.processor.TaskId;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.task.GlobalStores;
import io.leat.streams.task.Task;
import io.leat.streams.topology.Subtopology;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the parts of one stream thread, which owns it. */
final class ThreadParts implements StreamThread.Parts {

    /** What the threads of an application in one process share. */
    record Commons(
            TaskPlan plan,
            GroupView view,
            StateFolder folder,
            ClientSettings clients,
            SharedResources shared,
            Admin admin,
            GlobalStores globals) {}

    /** Hears of the end of the thread. */
    interface Ending {
        void ended(StreamThread thread, int number, @Nullable Throwable failure);
    }

    private final Runtime.Setup setup;
    private final Commons commons;
    private final int number;
    private final Ending ending;
    private final ThreadCounters counters = new ThreadCounters();
    private @Nullable Consumer<byte[], byte[]> consumer;

    ThreadParts(Runtime.Setup setup, Commons commons, int number, Ending ending) {
        this.setup = setup;
        this.commons = commons;
        this.number = number;
        this.ending = ending;
    }

    @Override
    public Consumer<byte[], byte[]> consumer() {
        Consumer<byte[], byte[]> opened =
                setup.clients()
                        .getConsumer(
                                commons.clients().consumer(number, commons.plan(), commons.view()));
        consumer = opened;
        return opened;
    }

    @Override
    public ThreadCounters counters() {
        return counters;
    }

    @Override
    public RepartitionPurge purge() {
        return new RepartitionPurge(
                commons.admin(),
                setup.config().getLong(StreamsConfig.REPARTITION_PURGE_INTERVAL_MS_CONFIG),
                setup.ports().clock().millis());
    }

    @Override
    public StreamThread.Session session() {
        ProducerOutput output =
                new ProducerOutput(
                        setup.clients().getProducer(commons.clients().producer(number)),
                        setup.config().exactlyOnce(),
                        setup.taskSettings().productionHandler());
        Consumer<byte[], byte[]> reading = consumer;
        if (reading == null) {
            throw new IllegalStateException("the consumer comes before the session");
        }
        Consumer<byte[], byte[]> restoring =
                setup.clients().getRestoreConsumer(commons.clients().restoreConsumer(number));
        Restorer restorer =
                new Restorer(
                        restoring,
                        new ChangelogEnds(commons.admin()),
                        setup.restoreListener(),
                        reading::committed,
                        new Restorer.Patience(
                                setup.ports().clock(),
                                setup.config().getLong(StreamsConfig.TASK_TIMEOUT_MS_CONFIG)));
        TaskSet tasks =
                new TaskSet(
                        commons.plan(),
                        commons.clients().threadName(number),
                        counters,
                        (id, partitions) -> open(id, partitions, output, reading),
                        restorer,
                        output,
                        reading::committed);
        return new StreamThread.Session(tasks, output, restoring);
    }

    private Task open(
            TaskId id,
            Set<TopicPartition> partitions,
            ProducerOutput output,
            Consumer<byte[], byte[]> reading) {
        return new Task(
                id,
                subtopology(id),
                partitions,
                setup.taskSettings(),
                output,
                setup.ports().clock(),
                commons.folder().task(id),
                commons.shared(),
                reading::currentLag,
                commons.globals());
    }

    private Subtopology subtopology(TaskId id) {
        return setup.subtopologies().stream()
                .filter(candidate -> candidate.id() == id.subtopology())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void ended(StreamThread thread, @Nullable Throwable failure) {
        ending.ended(thread, number, failure);
    }

    @Override
    public void stateChanged() {
        setup.listener().changed();
    }
}
