package io.leat.streams.runtime;

import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.Metric;
import io.leat.common.TopicPartition;
import io.leat.streams.TaskMetadata;
import io.leat.streams.processor.TaskId;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.task.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The tasks of one stream thread: those that run, and those whose stores are being restored. */
final class TaskSet {

    private final TaskPlan plan;
    private final String thread;
    private final ThreadCounters counters;
    private final BiFunction<TaskId, Set<TopicPartition>, Task> opener;
    private final Restorer restorer;
    private final ProducerOutput output;
    private final Function<Set<TopicPartition>, Map<TopicPartition, OffsetAndMetadata>> committed;
    private final Map<TaskId, Task> tasks = new TreeMap<>();
    private final Map<TopicPartition, Task> byPartition = new HashMap<>();
    private boolean restoring;
    private volatile OpenStores published = OpenStores.NONE;
    private volatile List<Metric> metrics = List.of();
    private volatile Set<TaskMetadata> described = Set.of();

    /**
     * @param committed asks for the offsets that tasks go on from, with their metadata
     */
    TaskSet(
            TaskPlan plan,
            String thread,
            ThreadCounters counters,
            BiFunction<TaskId, Set<TopicPartition>, Task> opener,
            Restorer restorer,
            ProducerOutput output,
            Function<Set<TopicPartition>, Map<TopicPartition, OffsetAndMetadata>> committed) {
        this.plan = plan;
        this.thread = thread;
        this.counters = counters;
        this.opener = opener;
        this.restorer = restorer;
        this.output = output;
        this.committed = committed;
    }

    Collection<Task> all() {
        return tasks.values();
    }

    Task reading(TopicPartition partition) {
        Task task = byPartition.get(partition);
        if (task == null) {
            throw new IllegalStateException("no task reads " + partition);
        }
        return task;
    }

    /** Makes {@code assigned} what is read: closes tasks that went, opens those that came. */
    void assign(Collection<TopicPartition> assigned) {
        Map<TaskId, Set<TopicPartition>> wanted = new TreeMap<>();
        for (TopicPartition partition : assigned) {
            TaskId task = plan.taskOf(partition);
            if (task != null) {
                wanted.computeIfAbsent(task, id -> new TreeSet<>(TaskAssignor.BY_NAME))
                        .add(partition);
            }
        }
        for (Task task : List.copyOf(tasks.values())) {
            if (!task.partitions().equals(wanted.get(task.id()))) {
                close(task);
            }
        }
        List<Task> opened = new ArrayList<>();
        wanted.forEach(
                (id, partitions) -> {
                    if (!tasks.containsKey(id)) {
                        Task task = opener.apply(id, partitions);
                        counters.created.add(1);
                        tasks.put(id, task);
                        partitions.forEach(partition -> byPartition.put(partition, task));
                        opened.add(task);
                    }
                });
        takeUpTimes(opened);
        restorer.add(opened);
        restoring = true;
        startRestored(opened);
    }

    /** Time goes on from where it stood when the offsets were committed. */
    private void takeUpTimes(List<Task> opened) {
        Set<TopicPartition> partitions = new HashSet<>();
        opened.forEach(task -> partitions.addAll(task.partitions()));
        if (partitions.isEmpty()) {
            return;
        }
        committed
                .apply(partitions)
                .forEach(
                        (partition, offset) -> {
                            if (offset != null) {
                                reading(partition)
                                        .committed(partition, offset.offset(), offset.metadata());
                            }
                        });
    }

    private void startRestored(Collection<Task> candidates) {
        Set<Task> pending = restorer.pending();
        for (Task task : candidates) {
            if (!pending.contains(task)) {
                task.start();
            }
        }
        restoring = !pending.isEmpty();
        publish();
    }

    private static Map<TopicPartition, String> changelogs(Task task) {
        Map<TopicPartition, String> changelogs = new HashMap<>();
        for (ChangelogStore store : task.changelogStores()) {
            if (store.logged()) {
                changelogs.put(task.changelog(store), store.name());
            }
        }
        return changelogs;
    }

    private void publish() {
        Set<Task> pending = restorer.pending();
        List<Metric> all = new ArrayList<>();
        tasks.values().forEach(task -> all.addAll(task.metrics(thread)));
        metrics = List.copyOf(all);
        describe();
        published =
                new OpenStores(
                        tasks.values().stream()
                                .map(
                                        task ->
                                                new OpenStores.Part(
                                                        task.id(),
                                                        pending.contains(task),
                                                        Map.copyOf(task.stores()),
                                                        changelogs(task),
                                                        task::reached))
                                .toList());
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

    /** What the tasks count; safe from any thread. */
    List<Metric> metrics() {
        return metrics;
    }

    /** The stores as queries may see them; safe from any thread. */
    OpenStores published() {
        return published;
    }

    /** Whether some stores are not up to date yet. */
    boolean restoring() {
        return restoring;
    }

    /** Restores a little. */
    void restore(java.time.Duration wait) {
        Set<Task> before = restorer.pending();
        restorer.step(wait);
        startRestored(before);
    }

    /** The partitions whose tasks cannot take records yet. */
    Set<TopicPartition> paused() {
        Set<TopicPartition> paused = new TreeSet<>(TaskAssignor.BY_NAME);
        restorer.pending().forEach(task -> paused.addAll(task.partitions()));
        return paused;
    }

    private List<Task> running() {
        Set<Task> pending = restorer.pending();
        return tasks.values().stream().filter(task -> !pending.contains(task)).toList();
    }

    /** Processes one record of each task that has one; whether there was any. */
    boolean process() {
        boolean any = false;
        for (Task task : restoring ? running() : tasks.values()) {
            if (task.process()) {
                any = true;
                task.punctuateStreamTime();
            }
        }
        return any;
    }

    void punctuate() {
        for (Task task : running()) {
            task.punctuateWallClock();
        }
    }

    /** Whether operators wait for answers, which may come at any time. */
    boolean waitsForAnswers() {
        return tasks.values().stream().anyMatch(Task::waitsForAnswers);
    }

    boolean commitRequested() {
        return tasks.values().stream().anyMatch(Task::commitRequested);
    }

    /**
     * Commits all tasks: output, offsets and changelogs in one transaction where exactly-once is
     * asked for; then the stores, together with the changelog positions they stand for.
     */
    void commit(Consumer<byte[], byte[]> consumer, boolean exactlyOnce) {
        List<Task> dirty = running().stream().filter(Task::commitNeeded).toList();
        if (dirty.isEmpty() && !output.inTransaction()) {
            return;
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
        counters.committed.add(dirty.size());
        describe();
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

    /** Closes {@code task}; what it did not commit is forgotten. */
    private void close(Task task) {
        restorer.remove(task);
        counters.closed.add(1);
        tasks.remove(task.id());
        task.partitions().forEach(byPartition::remove);
        publish();
        task.close();
    }

    /** Closes all tasks, whatever each says about it. */
    void closeAll() {
        RuntimeException first = null;
        for (Task task : List.copyOf(tasks.values())) {
            try {
                close(task);
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
