package io.leat.streams.runtime;

import io.leat.clients.consumer.CloseOptions;
import io.leat.clients.consumer.CloseOptions.GroupMembershipOperation;
import io.leat.clients.consumer.CommitFailedException;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRebalanceListener;
import io.leat.clients.consumer.ConsumerRecords;
import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.TopicPartition;
import io.leat.common.errors.InvalidPidMappingException;
import io.leat.common.errors.InvalidProducerEpochException;
import io.leat.common.errors.ProducerFencedException;
import io.leat.common.errors.RebalanceInProgressException;
import io.leat.common.errors.TimeoutException;
import io.leat.common.errors.WakeupException;
import io.leat.log.runtime.Clock;
import io.leat.streams.TaskMetadata;
import io.leat.streams.errors.TaskCorruptedException;
import io.leat.streams.errors.TaskMigratedException;
import io.leat.streams.task.Task;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads, processes and commits, for the tasks that the group gives it. All of its state belongs to
 * its own thread.
 *
 * <p>When it loses its tasks to another thread (a fenced producer, a refused commit) it drops them
 * with everything uncommitted and joins again: whoever has them now goes on from the last commit.
 */
final class StreamThread implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamThread.class);

    /** How late a thread that has no records may see that an answer or stores have come. */
    private static final long SHORT_WAIT_MS = 5;

    private static final int RECORDS_BETWEEN_CHECKS = 200;
    private static final long LAG_WHEN_CAUGHT_UP = 1_000;

    /** Where a thread stands, with Kafka's names. */
    enum State {
        STARTING,
        /** The group comes together again. */
        PARTITIONS_REVOKED,
        /** Stores of some tasks are being restored. */
        PARTITIONS_ASSIGNED,
        RUNNING,
        PENDING_SHUTDOWN,
        DEAD
    }

    /** Makes the parts of a thread; again after it lost its tasks. */
    interface Parts {
        Consumer<byte[], byte[]> consumer();

        /** The tasks and the output of one life between two fencings. */
        Session session();

        /** The thread as a member of the group. */
        GroupMember member();

        /** What the thread records. */
        ThreadMetrics metrics();

        /** What deletes the records of repartition topics that were read. */
        RepartitionPurge purge();

        void ended(StreamThread thread, @Nullable Throwable failure);

        void stateChanged();
    }

    /** What is replaced when the thread was fenced. */
    record Session(TaskSet tasks, ProducerOutput output) implements AutoCloseable {
        /** Drops the tasks and what they did not commit. */
        @Override
        public void close() {
            try (output) {
                tasks.closeAll();
            }
        }
    }

    private final String name;
    private final Parts parts;
    private final Clock clock;
    private final ThreadSettings settings;
    private final TaskPlan plan;
    private final ThreadMetrics metrics;
    private volatile boolean stopping;
    private volatile GroupMembershipOperation membership = GroupMembershipOperation.DEFAULT;
    private volatile State state = State.STARTING;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile @Nullable Session session;
    private final Set<TopicPartition> full = new HashSet<>();
    private @Nullable RepartitionPurge purge;
    private @Nullable RuntimeException inRebalance;
    private final CommitPace pace;
    private final WorkSummary summary;
    private boolean wasPaused;

    StreamThread(String name, Parts parts, Clock clock, ThreadSettings settings, TaskPlan plan) {
        this.name = name;
        this.parts = parts;
        this.clock = clock;
        this.settings = settings;
        this.plan = plan;
        this.metrics = parts.metrics();
        this.pace = new CommitPace(settings.commitIntervalMs(), settings.commitsEarly());
        this.summary = new WorkSummary(name, settings.summaryIntervalMs());
    }

    String name() {
        return name;
    }

    State state() {
        return state;
    }

    /** Whether it runs and was not asked to end. */
    boolean isAlive() {
        return !stopping && state != State.DEAD;
    }

    /** Its tasks as of their last commits; safe from any thread. */
    Set<TaskMetadata> describeTasks() {
        Session open = session;
        return open == null ? Set.of() : open.tasks().described();
    }

    /** What its clients count; safe from any thread. */
    Map<MetricName, Metric> clientMetrics() {
        Map<MetricName, Metric> all = new HashMap<>();
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            all.putAll(reading.metrics());
        }
        Session open = session;
        if (open != null) {
            all.putAll(open.output().metrics());
        }
        return all;
    }

    /** Asks its clients what brokers call them; safe from any thread. */
    void ask(InstanceIds ids) {
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            ids.askConsumer(name + "-consumer", reading::clientInstanceId);
        }
        Session open = session;
        if (open != null) {
            ids.askProducer(name + "-producer", open.output()::clientInstanceId);
        }
    }

    /** The stores of its tasks, for queries; safe from any thread. */
    OpenStores stores() {
        Session open = session;
        return open == null ? OpenStores.NONE : open.tasks().published();
    }

    /** Asks the thread to end, and says what becomes of its membership; safe from any thread. */
    void stop(GroupMembershipOperation then) {
        membership = then;
        stopping = true;
        Consumer<byte[], byte[]> polling = consumer;
        if (polling != null) {
            polling.wakeup();
        }
    }

    /** Whether the group is to keep it as a member when it ends. */
    boolean staysMember() {
        return membership == GroupMembershipOperation.REMAIN_IN_GROUP;
    }

    private void become(State next) {
        if (state != next) {
            state = next;
            parts.stateChanged();
        }
    }

    @Override
    public void run() {
        Throwable failure = null;
        metrics.begin();
        try {
            Consumer<byte[], byte[]> opened = parts.consumer();
            consumer = opened;
            purge = parts.purge();
            session = parts.session();
            subscribe(opened);
            pace.begin(clock.millis());
            summary.begin(clock.millis());
            while (!stopping) {
                turn(opened);
            }
            become(State.PENDING_SHUTDOWN);
            finish(opened);
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            failure = closeAll(failure);
            become(State.DEAD);
            try {
                metrics.close();
            } finally {
                parts.ended(this, failure);
            }
        }
    }

    /** Commits once more, and gives all stores back. */
    private void finish(Consumer<byte[], byte[]> reading) {
        try {
            current().tasks().commit(reading, settings.exactlyOnce());
            current().tasks().releaseAll();
        } catch (CommitFailedException
                | RebalanceInProgressException
                | ProducerFencedException
                | InvalidProducerEpochException
                | InvalidPidMappingException e) {
            // The group came together without this thread: what is not committed is done again.
            LOG.atWarn().addKeyValue("thread", name).setCause(e).log("the last commit was refused");
        }
    }

    private @Nullable Throwable closeAll(@Nullable Throwable failure) {
        Throwable first = failure;
        Session open = session;
        // Leaving the group revokes the partitions: nothing may be committed for them any more.
        session = null;
        Consumer<byte[], byte[]> reading = consumer;
        consumer = null; // so that nobody wakes it any more
        try {
            if (open != null) {
                open.close();
            }
        } catch (RuntimeException e) {
            first = first == null ? e : first;
        }
        try {
            if (reading != null) {
                reading.close(CloseOptions.groupMembershipOperation(membership));
            }
        } catch (RuntimeException e) {
            first = first == null ? e : first;
        }
        return first;
    }

    private void subscribe(Consumer<byte[], byte[]> reading) {
        Pattern pattern = plan.pattern();
        if (pattern != null) {
            reading.subscribe(pattern, new Rebalance(reading));
        } else {
            reading.subscribe(plan.topics(), new Rebalance(reading));
        }
    }

    private Session current() {
        Session open = session;
        if (open == null) {
            throw new IllegalStateException("the thread is not open");
        }
        return open;
    }

    private void turn(Consumer<byte[], byte[]> reading) {
        try {
            work(reading);
        } catch (WakeupException e) {
            LOG.atDebug().addKeyValue("thread", name).log("woken up");
        } catch (TaskMigratedException
                | TaskCorruptedException
                | ProducerFencedException
                | InvalidProducerEpochException
                | InvalidPidMappingException
                | CommitFailedException
                | RebalanceInProgressException
                | TimeoutException e) {
            startOver(reading, e);
        }
    }

    private void work(Consumer<byte[], byte[]> reading) {
        if (parts.member().takeProbe()) {
            reading.enforceRebalance("tasks may have become able to move");
        }
        TaskSet tasks = current().tasks();
        read(reading, tasks);
        tasks = current().tasks();
        reading.resume(tasks.takeRestored());
        if (tasks.restoring()) {
            become(State.PARTITIONS_ASSIGNED);
        } else if (!reading.assignment().isEmpty() || state != State.STARTING) {
            become(State.RUNNING);
        }
        boolean more = true;
        while (more && !stopping) {
            more = !settings.paused().getAsBoolean() && process(tasks);
            commitWhenDue(reading, tasks, more);
        }
    }

    /** Processes some records; whether there are likely more. */
    private boolean process(TaskSet tasks) {
        metrics.begin();
        int count = tasks.process(RECORDS_BETWEEN_CHECKS);
        metrics.processed(count);
        summary.processed(count);
        int punctuated = tasks.punctuate();
        metrics.punctuated(punctuated);
        summary.punctuated(punctuated);
        return count >= RECORDS_BETWEEN_CHECKS;
    }

    /** A paused thread stays in the group, reads nothing and processes nothing. */
    private void followPause(Consumer<byte[], byte[]> reading) {
        boolean paused = settings.paused().getAsBoolean();
        if (paused) {
            reading.pause(reading.assignment());
        } else if (wasPaused) {
            reading.resume(reading.paused());
        }
        wasPaused = paused;
    }

    private void read(Consumer<byte[], byte[]> reading, TaskSet tasks) {
        followPause(reading);
        reading.pause(tasks.paused());
        resumeWhatHasRoom(reading, tasks);
        metrics.begin();
        ConsumerRecords<byte[], byte[]> records = reading.poll(patience(tasks));
        metrics.polled(records.count());
        summary.polled();
        RuntimeException failed = inRebalance;
        if (failed != null) {
            inRebalance = null;
            throw failed;
        }
        TaskSet now = current().tasks();
        for (TopicPartition partition : records.partitions()) {
            Task task = now.reading(partition);
            task.add(partition, records.records(partition));
            if (task.waiting(partition) > settings.bufferedRecords()) {
                full.add(partition);
            }
        }
        full.retainAll(reading.assignment());
        reading.pause(full);
    }

    /**
     * How long to wait for records: other work may come up meanwhile. Never nothing, or an idle
     * thread would spin.
     */
    private Duration patience(TaskSet tasks) {
        long untilCommit = pace.untilDueMs(clock.millis(), tasks.commitNeeded());
        boolean soon = tasks.restoring() || tasks.waitsForAnswers();
        long most = soon ? SHORT_WAIT_MS : settings.pollWait().toMillis();
        return Duration.ofMillis(Math.max(1, Math.min(most, untilCommit)));
    }

    /** A task that waits for records of one partition must not hoard those of another. */
    private void resumeWhatHasRoom(Consumer<byte[], byte[]> reading, TaskSet tasks) {
        if (full.isEmpty() || wasPaused) {
            return;
        }
        full.retainAll(reading.assignment());
        List<TopicPartition> roomy =
                full.stream()
                        .filter(
                                partition ->
                                        tasks.reading(partition).waiting(partition)
                                                <= settings.bufferedRecords())
                        .toList();
        full.removeAll(roomy);
        reading.resume(roomy);
    }

    private void commitWhenDue(Consumer<byte[], byte[]> reading, TaskSet tasks, boolean more) {
        current().output().check();
        if (parts.member().joining()) {
            return;
        }
        long now = clock.millis();
        summary.look(now);
        boolean early = !more && pace.isDueIfCaughtUp(now) && caughtUp(reading);
        if (pace.isDue(now) || early || tasks.commitRequested()) {
            metrics.begin();
            boolean committed = tasks.commit(reading, settings.exactlyOnce());
            long ended = clock.millis();
            if (committed) {
                metrics.committed();
                summary.committed();
                pace.committed(now, ended);
            } else {
                pace.begin(ended);
            }
            if (purge != null) {
                purge.committed(tasks, ended);
            }
        }
    }

    /** Whether less is left to read than one more poll brings, as far as brokers have told. */
    private static boolean caughtUp(Consumer<byte[], byte[]> reading) {
        long behind = 0;
        for (TopicPartition partition : reading.assignment()) {
            behind += reading.currentLag(partition).orElse(LAG_WHEN_CAUGHT_UP);
        }
        return behind < LAG_WHEN_CAUGHT_UP;
    }

    /** Drops everything uncommitted and joins the group again. */
    private void startOver(Consumer<byte[], byte[]> reading, RuntimeException cause) {
        LOG.atWarn()
                .addKeyValue("thread", name)
                .setCause(cause)
                .log("tasks dropped, joining again");
        become(State.PARTITIONS_REVOKED);
        Session lost = session;
        session = null;
        full.clear();
        reading.unsubscribe();
        parts.member().left();
        inRebalance = null;
        if (lost != null) {
            try {
                lost.close();
            } catch (RuntimeException e) {
                LOG.atWarn().addKeyValue("thread", name).setCause(e).log("closing dropped tasks");
            }
        }
        session = parts.session();
        subscribe(reading);
    }

    /** Tells the tasks which partitions come and go. */
    private final class Rebalance implements ConsumerRebalanceListener {

        private final Consumer<byte[], byte[]> reading;

        Rebalance(Consumer<byte[], byte[]> reading) {
            this.reading = reading;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> added) {
            if (inRebalance != null) {
                return; // joins again
            }
            try {
                TaskSet tasks = current().tasks();
                rewind(tasks);
                tasks.assign(reading.assignment());
            } catch (RuntimeException e) {
                inRebalance = e;
                return;
            }
            reading.pause(current().tasks().paused());
            if (!current().tasks().restoring() && !stopping) {
                become(State.RUNNING);
            }
        }

        /** Tasks that get more to read begin anew; what waited for them is read again. */
        private void rewind(TaskSet tasks) {
            List<Task> outgrown = tasks.outgrown(reading.assignment());
            if (outgrown.isEmpty()) {
                return;
            }
            tasks.commit(reading, settings.exactlyOnce());
            for (Task task : outgrown) {
                task.unprocessed()
                        .forEach(
                                (partition, offset) -> {
                                    if (reading.assignment().contains(partition)) {
                                        reading.seek(partition, offset);
                                    }
                                });
                full.removeAll(task.partitions());
            }
        }

        /** Commits before others may go on from there. The other tasks run on. */
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            Session open = session;
            if (open == null || partitions.isEmpty()) {
                return;
            }
            become(State.PARTITIONS_REVOKED);
            try {
                open.tasks().commit(reading, settings.exactlyOnce());
                pace.begin(clock.millis());
                full.removeAll(partitions);
                open.tasks().revoke(partitions);
            } catch (RuntimeException e) {
                inRebalance = e; // the poll decides; the rebalance has to go on
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            if (session != null) {
                inRebalance = new TaskMigratedException("the group gave the partitions away");
            }
        }
    }
}
