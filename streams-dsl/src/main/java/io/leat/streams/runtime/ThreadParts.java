package io.leat.streams.runtime;

import io.leat.clients.admin.Admin;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.TopicPartition;
import io.leat.streams.StreamsConfig;
import io.leat.streams.metrics.RecordingThread;
import io.leat.streams.processor.TaskId;
import io.leat.streams.processor.assignment.AssignmentConfigs;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.task.GlobalStores;
import io.leat.streams.task.Task;
import io.leat.streams.task.TaskStores;
import io.leat.streams.topology.Subtopology;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
            GlobalStores globals,
            List<Subtopology> subtopologies) {

        ChangelogEnds ends() {
            return new ChangelogEnds(admin, plan.applicationId());
        }

        Subtopology subtopology(TaskId id) {
            return subtopologies.stream()
                    .filter(candidate -> candidate.id() == id.subtopology())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Hears of the end of the thread. */
    interface Ending {
        void ended(StreamThread thread, int number, @Nullable Throwable failure);
    }

    private final Runtime.Setup setup;
    private final Commons commons;
    private final StateUpdaters updaters;
    private final int number;
    private final Ending ending;
    private final ThreadMetrics metrics;
    private final GroupMember member;
    private final @Nullable GivenAssignor assignor;
    private @Nullable Consumer<byte[], byte[]> consumer;
    private @Nullable PushedMetrics pushed;
    private @Nullable TaskSet tasksOfSession;

    ThreadParts(
            Runtime.Setup setup,
            Commons commons,
            StateUpdaters updaters,
            int number,
            Ending ending) {
        this.setup = setup;
        this.commons = commons;
        this.updaters = updaters;
        this.number = number;
        this.ending = ending;
        this.assignor = GivenAssignor.of(setup.config());
        this.metrics =
                new ThreadMetrics(
                        setup.meters(),
                        new RecordingThread(
                                commons.clients().threadName(number), setup.ports().clock()));
        this.member =
                new GroupMember(
                        commons.view(),
                        () -> tasksOfSession == null ? Set.of() : tasksOfSession.ids(),
                        id -> commons.folder().members().joined(number, id),
                        setup.ports().clock(),
                        setup.config().getLong(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG));
    }

    @Override
    public Consumer<byte[], byte[]> consumer() {
        Map<String, Object> settings =
                setup.config().streamsProtocol()
                        ? commons.clients().consumer(number, assignedMember())
                        : commons.clients().consumer(number, assignorParts());
        Consumer<byte[], byte[]> opened = setup.clients().getConsumer(settings);
        consumer = opened;
        pushed = pushedBy(opened);
        setup.meters().addReporter(pushed);
        return opened;
    }

    /** What the thread records, and the state updater of its number. */
    private PushedMetrics pushedBy(Consumer<byte[], byte[]> by) {
        return new PushedMetrics(
                PushedMetrics.ofThreads(
                        Set.of(
                                commons.clients().threadName(number),
                                commons.clients().stateUpdaterName() + number)),
                by::registerMetricForSubscription,
                by::unregisterMetricFromSubscription);
    }

    private AssignedMember assignedMember() {
        return new AssignedMember(
                number,
                commons.plan(),
                commons.view(),
                new DeclaredTopology(
                                commons.plan().applicationId(), new TopicSettings(setup.config()))
                        .of(commons.subtopologies()));
    }

    private TaskAssignor.Parts assignorParts() {
        return new TaskAssignor.Parts(
                commons.plan(),
                member,
                new GroupLeader(
                        commons.plan(),
                        commons.ends(),
                        commons.admin(),
                        AssignmentConfigs.of(setup.config()),
                        assignor));
    }

    @Override
    public GroupMember member() {
        return member;
    }

    @Override
    public ThreadMetrics metrics() {
        return metrics;
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
        TaskSet tasks =
                new TaskSet(
                        commons.plan(), metrics, new TaskParts(output, reading), updaters, output);
        tasksOfSession = tasks;
        return new StreamThread.Session(tasks, output);
    }

    /** Makes the tasks of one session. */
    private final class TaskParts implements TaskSet.Parts {

        private final ProducerOutput output;
        private final Consumer<byte[], byte[]> reading;

        TaskParts(ProducerOutput output, Consumer<byte[], byte[]> reading) {
            this.output = output;
            this.reading = reading;
        }

        @Override
        public Task open(TaskStores stores, Set<TopicPartition> partitions) {
            return new Task(
                    stores,
                    partitions,
                    setup.taskSettings(),
                    output,
                    metrics.thread(),
                    this::lag,
                    commons.globals());
        }

        /** Unknown once the group gave the partition away: its task may be asked as it closes. */
        private OptionalLong lag(TopicPartition partition) {
            try {
                return reading.currentLag(partition);
            } catch (IllegalStateException e) {
                return OptionalLong.empty();
            }
        }

        @Override
        public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
            return reading.committed(partitions);
        }
    }

    @Override
    public void ended(StreamThread thread, @Nullable Throwable failure) {
        if (pushed != null) {
            setup.meters().removeReporter(pushed);
        }
        if (!thread.staysMember()) {
            commons.folder().members().left(number);
        }
        ending.ended(thread, number, failure == null ? null : refusals().explained(failure));
    }

    private Refusals refusals() {
        return new Refusals(
                commons.plan().applicationId(),
                setup.config().getString(StreamsConfig.GROUP_PROTOCOL_CONFIG));
    }

    @Override
    public void stateChanged() {
        setup.listener().changed();
    }
}
