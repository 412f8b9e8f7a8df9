package io.leat.streams.runtime;

import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.TopicPartition;
import io.leat.streams.TaskMetadata;
import io.leat.streams.processor.TaskId;
import io.leat.streams.runtime.Restoration.Outcome;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.task.Task;
import io.leat.streams.task.TaskStores;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The tasks of one stream thread: those that run, and those that wait for their stores. */
final class TaskSet {

    private final TaskPlan plan;
    private final ThreadMetrics metrics;
    private final Parts parts;
    private final StateUpdaters updaters;
    private final ProducerOutput output;
    private final Mailbox mailbox = new Mailbox();
    private final ProcessShares shares;
    private final Map<TaskId, Task> tasks = new TreeMap<>();
    private final Map<TopicPartition, Task> byPartition = new HashMap<>();
    private final Map<TaskId, Wait> waiting = new TreeMap<>();
    private volatile OpenStores published = OpenStores.NONE;
    private volatile Set<TaskMetadata> described = Set.of();

    /** What the tasks are made from. */
    interface Parts {
        /** A task on {@code stores}, which are up to date. */
        Task open(TaskStores stores, Set<TopicPartition> partitions);

        /** The offsets that tasks go on from, with their metadata. */
        Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions);
    }

    /** A task that waits for its stores, and what it goes on from. */
    private record Wait(
            Restoration order,
            Set<TopicPartition> partitions,
            Map<TopicPartition, OffsetAndMetadata> committed) {}

    TaskSet(
            TaskPlan plan,
            ThreadMetrics metrics,
            Parts parts,
            StateUpdaters updaters,
            ProducerOutput output) {
        this.plan = plan;
        this.metrics = metrics;
        this.parts = parts;
        this.updaters = updaters;
        this.output = output;
        this.shares = new ProcessShares(metrics.thread().clock());
    }

    Collection<Task> all() {
        return tasks.values();
    }

    /** The tasks of this thread, in whatever state. */
    Set<TaskId> ids() {
        Set<TaskId> ids = new TreeSet<>(tasks.keySet());
        ids.addAll(waiting.keySet());
        return ids;
    }

    Task reading(TopicPartition partition) {
        Task task = byPartition.get(partition);
        if (task == null) {
            throw new IllegalStateException("no task reads " + partition);
        }
        return task;
    }

    /** Others are to read {@code gone}: gives back the stores of the tasks that do, committed. */
    void revoke(Collection<TopicPartition> gone) {
        drop(id -> gone.stream().anyMatch(partition -> id.equals(plan.taskOf(partition))));
        publish();
    }

    private void drop(Predicate<TaskId> which) {
        for (Task task : List.copyOf(tasks.values())) {
            if (which.test(task.id())) {
                tasks.remove(task.id());
                byPartition.keySet().removeAll(task.partitions());
                release(task);
            }
        }
        for (Wait wait : List.copyOf(waiting.values())) {
            if (which.test(wait.order().id())) {
                waiting.remove(wait.order().id());
                updaters.cancel(wait.order());
            }
        }
    }

    /** The tasks that do not read just what they are to read of {@code assigned}. */
    List<Task> outgrown(Collection<TopicPartition> assigned) {
        Map<TaskId, Set<TopicPartition>> wanted = byTask(assigned);
        return tasks.values().stream()
                .filter(task -> !task.partitions().equals(wanted.get(task.id())))
                .toList();
    }

    /** Makes {@code assigned} what is read: orders the stores of tasks that came. */
    void assign(Collection<TopicPartition> assigned) {
        Map<TaskId, Set<TopicPartition>> wanted = byTask(assigned);
        drop(id -> !partitions(id).equals(wanted.get(id)));
        wanted.keySet().removeAll(tasks.keySet());
        wanted.keySet().removeAll(waiting.keySet());
        order(wanted);
        publish();
    }

    private Set<TopicPartition> partitions(TaskId id) {
        Task task = tasks.get(id);
        Wait wait = waiting.get(id);
        return task != null ? task.partitions() : wait != null ? wait.partitions() : Set.of();
    }

    private Map<TaskId, Set<TopicPartition>> byTask(Collection<TopicPartition> assigned) {
        Map<TaskId, Set<TopicPartition>> byTask = new TreeMap<>();
        for (TopicPartition partition : assigned) {
            TaskId task = plan.taskOf(partition);
            if (task != null) {
                byTask.computeIfAbsent(task, id -> new TreeSet<>(TaskAssignor.BY_NAME))
                        .add(partition);
            }
        }
        return byTask;
    }

    private void run(Task task) {
        tasks.put(task.id(), task);
        task.partitions().forEach(partition -> byPartition.put(partition, task));
    }

    private void order(Map<TaskId, Set<TopicPartition>> wanted) {
        Set<TopicPartition> partitions = new HashSet<>();
        wanted.values().forEach(partitions::addAll);
        if (partitions.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> known = parts.committed(partitions);
        wanted.forEach(
                (id, own) -> {
                    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(known);
                    committed.keySet().retainAll(own);
                    committed.values().removeIf(Objects::isNull);
                    Restoration order = new Restoration(id, goal(committed), mailbox);
                    waiting.put(id, new Wait(order, own, committed));
                    updaters.restore(order);
                });
    }

    private static Restorer.Goal goal(Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<String, Long> ends = new HashMap<>();
        Map<TopicPartition, Long> offsets = new HashMap<>();
        committed.forEach(
                (partition, offset) -> {
                    offsets.put(partition, offset.offset());
                    Task.changelogEnds(offset.metadata())
                            .forEach((store, end) -> ends.merge(store, end, Math::max));
                });
        return new Restorer.Goal(ends, offsets);
    }

    /**
     * Starts the tasks whose stores have come; the partitions that they read.
     *
     * @throws RuntimeException what kept stores from being restored
     */
    Set<TopicPartition> takeRestored() {
        Set<TopicPartition> ready = new HashSet<>();
        for (Outcome outcome : mailbox.take()) {
            Wait wait = waiting.get(outcome.order().id());
            if (wait == null || wait.order() != outcome.order()) {
                giveBack(outcome);
                continue;
            }
            waiting.remove(outcome.order().id());
            if (outcome.failure() != null) {
                throw outcome.failure();
            }
            ready.addAll(start(Objects.requireNonNull(outcome.stores()), wait));
        }
        if (!ready.isEmpty()) {
            publish();
        }
        return ready;
    }

    private Set<TopicPartition> start(TaskStores stores, Wait wait) {
        Task task = parts.open(stores, wait.partitions());
        metrics.created.add(1);
        run(task);
        // Time goes on from where it stood when the offsets were committed.
        wait.committed()
                .forEach(
                        (partition, offset) ->
                                task.committed(partition, offset.offset(), offset.metadata()));
        task.start();
        return wait.partitions();
    }

    private void giveBack(Outcome outcome) {
        if (outcome.stores() != null) {
            updaters.give(outcome.stores());
        }
    }

    private void publish() {
        List<OpenStores.Part> open = new ArrayList<>();
        for (Task task : tasks.values()) {
            open.add(OpenStores.part(task.taskStores(), OpenStores.Role.ACTIVE));
        }
        published = new OpenStores(open);
        describe();
    }

    private void describe() {
        Set<TaskMetadata> now = new LinkedHashSet<>();
        for (Task task : tasks.values()) {
            Map<TopicPartition, Long> ends = new HashMap<>();
            task.partitions().forEach(partition -> ends.put(partition, task.end(partition)));
            now.add(
                    new TaskDescription(
                            task.id(),
                            Set.copyOf(task.partitions()),
                            task.committedOffsets(),
                            ends,
                            task.idleSince()));
        }
        described = Collections.unmodifiableSet(now);
    }

    /** The tasks as of their last commits; safe from any thread. */
    Set<TaskMetadata> described() {
        return described;
    }

    /** The stores as queries may see them; safe from any thread. */
    OpenStores published() {
        return published;
    }

    /** Whether some stores are not up to date yet. */
    boolean restoring() {
        return !waiting.isEmpty();
    }

    /** The partitions whose tasks cannot take records yet. */
    Set<TopicPartition> paused() {
        Set<TopicPartition> paused = new TreeSet<>(TaskAssignor.BY_NAME);
        waiting.values().forEach(wait -> paused.addAll(wait.partitions()));
        return paused;
    }

    /**
     * Processes one record after the other of each task, in turns, at most {@code most} of a task;
     * how many there were. A task that has none to process is not asked again meanwhile.
     */
    int process(int most) {
        int count = 0;
        List<Task> busy = new ArrayList<>(tasks.values());
        for (int turn = 0; turn < most && !busy.isEmpty(); turn++) {
            int left = 0;
            for (int each = 0; each < busy.size(); each++) {
                Task task = busy.get(each);
                if (turn == 0 ? shares.first(task) : task.process()) {
                    shares.more(task);
                    task.punctuateStreamTime();
                    busy.set(left++, task);
                    count++;
                }
            }
            busy.subList(left, busy.size()).clear();
        }
        shares.tell(tasks.values());
        return count;
    }

    /** Calls what is due by the wall clock; how many tasks had something. */
    int punctuate() {
        int count = 0;
        for (Task task : tasks.values()) {
            if (task.punctuateWallClock()) {
                count++;
            }
        }
        return count;
    }

    /** Whether operators wait for answers, which may come at any time. */
    boolean waitsForAnswers() {
        return tasks.values().stream().anyMatch(Task::waitsForAnswers);
    }

    /** Whether some task has done something since its last commit. */
    boolean commitNeeded() {
        return tasks.values().stream().anyMatch(Task::commitNeeded);
    }

    boolean commitRequested() {
        return tasks.values().stream().anyMatch(Task::commitRequested);
    }

    /**
     * Commits all tasks: output, offsets and changelogs in one transaction where exactly-once is
     * asked for; then the stores, together with the changelog positions they stand for.
     */
    boolean commit(Consumer<byte[], byte[]> consumer, boolean exactlyOnce) {
        List<Task> dirty = tasks.values().stream().filter(Task::commitNeeded).toList();
        if (dirty.isEmpty() && !output.inTransaction()) {
            return false;
        }
        dirty.forEach(Task::forwardChanges);
        dirty.forEach(Task::logChanges);
        output.flush();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        dirty.forEach(
                task ->
                        task.consumed()
                                .forEach(
                                        (partition, offset) ->
                                                offsets.put(
                                                        partition,
                                                        new OffsetAndMetadata(
                                                                offset,
                                                                task.metadata(
                                                                        partition,
                                                                        exactlyOnce
                                                                                ? ends(task)
                                                                                : Map.of())))));
        if (exactlyOnce) {
            output.commitTransaction(offsets, consumer.groupMetadata());
        } else {
            consumer.commitSync(offsets);
        }
        Map<TopicPartition, Long> positions = output.takePositions();
        dirty.forEach(task -> task.committed(positions));
        describe();
        return true;
    }

    /** Where the changelogs of {@code task} end with what was flushed, by the names of stores. */
    private Map<String, Long> ends(Task task) {
        Map<String, Long> ends = new HashMap<>();
        for (ChangelogStore store : task.changelogStores()) {
            if (store.logged()) {
                long end = Math.max(store.position(), output.position(task.changelog(store)));
                if (end > 0) {
                    ends.put(store.name(), end);
                }
            }
        }
        return ends;
    }

    /** Gives all stores back, with what is committed: others of this instance may need them. */
    void releaseAll() {
        for (Task task : List.copyOf(tasks.values())) {
            tasks.remove(task.id());
            release(task);
        }
        closeAll();
    }

    private void release(Task task) {
        metrics.closed.add(1);
        try {
            updaters.give(task.release());
        } catch (RuntimeException e) {
            task.taskStores().close();
            updaters.closed(task.id());
            throw e;
        }
    }

    /** Drops all tasks and closes their stores, whatever each says about it. */
    void closeAll() {
        waiting.values().forEach(wait -> updaters.cancel(wait.order()));
        waiting.clear();
        mailbox.close().forEach(this::giveBack);
        List<Task> open = new ArrayList<>(tasks.values());
        tasks.clear();
        byPartition.clear();
        publish();
        RuntimeException first = null;
        for (Task task : open) {
            metrics.closed.add(1);
            try {
                task.close();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
            updaters.closed(task.id());
        }
        if (first != null) {
            throw first;
        }
    }
}
