package io.leat.streams.runtime;

import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.ConsumerRecords;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.clients.consumer.OffsetOutOfRangeException;
import io.leat.common.TopicPartition;
import io.leat.common.utils.Bytes;
import io.leat.log.runtime.Clock;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.processor.StateRestoreListener;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Brings the stores of tasks up to the ends of their changelogs: those that servers name, and at
 * least those that belong to the offsets the tasks go on from. Owned by the stream thread.
 */
final class Restorer {

    private final Consumer<byte[], byte[]> consumer;
    private final ChangelogEnds changelogEnds;
    private final StateRestoreListener listener;
    private final Function<Set<TopicPartition>, Map<TopicPartition, OffsetAndMetadata>> committed;
    private final Patience patience;
    private final Map<TopicPartition, Work> work = new HashMap<>();

    /** One changelog that is being read. */
    private static final class Work {
        final Task task;
        final ChangelogStore store;
        long end;
        long lackingAt = -1;
        long lackingSinceMs;
        long restored;

        Work(Task task, ChangelogStore store) {
            this.task = task;
            this.store = store;
        }
    }

    /** How long a changelog may end before what was committed, and who knows the time. */
    record Patience(Clock clock, long timeoutMs) {}

    /**
     * @param committed up to where the group has processed its input
     */
    Restorer(
            Consumer<byte[], byte[]> consumer,
            ChangelogEnds changelogEnds,
            StateRestoreListener listener,
            Function<Set<TopicPartition>, Map<TopicPartition, OffsetAndMetadata>> committed,
            Patience patience) {
        this.consumer = consumer;
        this.changelogEnds = changelogEnds;
        this.listener = listener;
        this.committed = committed;
        this.patience = patience;
    }

    /** Begins to restore the stores of {@code tasks}. */
    void add(Iterable<Task> tasks) {
        Map<TopicPartition, Work> added = new HashMap<>();
        Set<TopicPartition> sources = new HashSet<>();
        for (Task task : tasks) {
            for (ChangelogStore store : task.changelogStores()) {
                TopicPartition log = task.log(store);
                if (log != null) {
                    added.put(log, new Work(task, store));
                    if (!store.logged()) {
                        sources.add(log);
                    }
                }
            }
        }
        if (added.isEmpty()) {
            return;
        }
        work.putAll(added);
        consumer.assign(work.keySet());
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(added.keySet());
        Map<TopicPartition, Long> ends = ends(added.keySet(), sources);
        added.forEach(
                (changelog, one) -> {
                    long start = starts.getOrDefault(changelog, 0L);
                    one.end =
                            Math.max(
                                    ends.getOrDefault(changelog, 0L),
                                    one.store.logged() ? one.task.committedEnd(one.store) : 0);
                    long from = one.store.position();
                    if (from < start || from > one.end) {
                        // The changelog is not the one that the store was logged to, or what is
                        // missing of it may have deleted keys.
                        if (from >= 0) {
                            one.store.clear();
                        }
                        from = start;
                    }
                    consumer.seek(changelog, from);
                    listener.onRestoreStart(changelog, one.store.name(), from, one.end);
                });
    }

    /** What a source holds beyond the last commit is still to be processed. */
    private Map<TopicPartition, Long> ends(Set<TopicPartition> logs, Set<TopicPartition> sources) {
        Map<TopicPartition, Long> ends = new HashMap<>(changelogEnds.of(logs));
        if (!sources.isEmpty()) {
            Map<TopicPartition, OffsetAndMetadata> offsets = committed.apply(sources);
            for (TopicPartition source : sources) {
                OffsetAndMetadata offset = offsets.get(source);
                ends.merge(source, offset == null ? 0 : offset.offset(), Math::min);
            }
        }
        return ends;
    }

    /** Forgets the stores of {@code task}. */
    void remove(Task task) {
        Map<TopicPartition, Work> suspended = new HashMap<>(work);
        suspended.values().removeIf(one -> one.task != task);
        if (suspended.isEmpty()) {
            return;
        }
        work.keySet().removeAll(suspended.keySet());
        consumer.assign(work.keySet());
        suspended.forEach(
                (changelog, one) ->
                        listener.onRestoreSuspended(changelog, one.store.name(), one.restored));
    }

    boolean done() {
        return work.isEmpty();
    }

    /** The tasks that are not restored yet. */
    Set<Task> pending() {
        Set<Task> tasks = new HashSet<>();
        work.values().forEach(one -> tasks.add(one.task));
        return tasks;
    }

    /** Reads and applies some records. */
    void step(Duration wait) {
        finish();
        if (work.isEmpty()) {
            return;
        }
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = consumer.poll(wait);
        } catch (OffsetOutOfRangeException e) {
            consumer.seekToBeginning(e.offsetOutOfRangePartitions().keySet());
            return;
        }
        for (TopicPartition changelog : records.partitions()) {
            Work one = work.get(changelog);
            if (one != null) {
                apply(changelog, one, records.records(changelog));
            }
        }
        finish();
    }

    private void apply(
            TopicPartition changelog, Work one, List<ConsumerRecord<byte[], byte[]>> records) {
        List<ChangelogStore.Change> changes = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.key() == null) {
                continue; // a topic that is a table's source may hold such
            }
            changes.add(
                    new ChangelogStore.Change(
                            Bytes.wrap(record.key()),
                            record.value(),
                            record.timestamp(),
                            record.headers()));
        }
        one.store.restore(changes, consumer.position(changelog));
        one.restored += records.size();
        one.task.noteReached();
        listener.onBatchRestored(
                changelog, one.store.name(), consumer.position(changelog), records.size());
    }

    private void finish() {
        List<TopicPartition> ended = new ArrayList<>();
        work.forEach(
                (changelog, one) -> {
                    if (consumer.position(changelog) >= one.end) {
                        ended.add(changelog);
                    }
                });
        if (ended.isEmpty()) {
            lookForLosses();
            return;
        }
        for (TopicPartition changelog : ended) {
            Work one = work.remove(changelog);
            if (one != null) {
                one.store.restore(List.of(), consumer.position(changelog));
                listener.onRestoreEnd(changelog, one.store.name(), one.restored);
            }
        }
        consumer.assign(work.keySet());
    }

    /** A changelog that ends before what was committed with it, for long, has lost records. */
    private void lookForLosses() {
        long now = patience.clock.millis();
        work.forEach(
                (changelog, one) -> {
                    long position = consumer.position(changelog);
                    if (position != one.lackingAt) {
                        one.lackingAt = position;
                        one.lackingSinceMs = now;
                    } else if (now - one.lackingSinceMs > patience.timeoutMs) {
                        one.lackingSinceMs = now;
                        long end = changelogEnds.of(Set.of(changelog)).getOrDefault(changelog, 0L);
                        if (end < one.end) {
                            throw lost(changelog, one, end);
                        }
                    }
                });
    }

    private static StreamsException lost(TopicPartition changelog, Work one, long end) {
        return new StreamsException(
                "the changelog "
                        + changelog
                        + " ends at "
                        + end
                        + ", but the offsets that task "
                        + one.task.id()
                        + " goes on from were committed with changes up to "
                        + one.end
                        + ": the cluster has lost records. To go on from what is left, reset the"
                        + " offsets of the application.");
    }
}
