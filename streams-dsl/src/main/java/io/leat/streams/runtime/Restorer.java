package io.leat.streams.runtime;

import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.ConsumerRecords;
import io.leat.clients.consumer.OffsetOutOfRangeException;
import io.leat.common.TopicPartition;
import io.leat.common.utils.Bytes;
import io.leat.log.runtime.Clock;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.processor.StandbyUpdateListener.SuspendReason;
import io.leat.streams.processor.TaskId;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.task.TaskStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads changelogs into stores, of many tasks at a time: up to their ends where a task is to run,
 * and on and on where a standby is kept warm. Ends are those that servers name, and at least those
 * that belong to the offsets a task goes on from. Owned by a {@link StateUpdater}.
 */
final class Restorer {

    private static final long REFRESH_MS = 1_000;

    /** So many bytes of changes are collected: of a key that changed often, one is written. */
    private static final long COLLECTED_MAX = 16 << 20;

    /** A standby that lacks fewer records than these writes at once: who queries it sees it all. */
    private static final long FEW = 10_000;

    /** What a collected change takes on the heap beside its key and value, about. */
    private static final int CHANGE_OVERHEAD = 160;

    private final Consumer<byte[], byte[]> consumer;
    private final ChangelogEnds changelogEnds;
    private final Runtime.Listeners listeners;
    private final Patience patience;
    private final RestoreMetrics metrics;
    private final Map<TopicPartition, Work> work = new HashMap<>();
    private final Map<TaskId, RuntimeException> failed = new HashMap<>();
    private long refreshedMs;

    /** How long a changelog may end before what was committed, and who knows the time. */
    record Patience(Clock clock, long timeoutMs) {}

    /**
     * What a task needs that is to run.
     *
     * @param changelogEnds by the names of stores: up to where changes belong to its offsets
     * @param committed the offsets it goes on from, where there are any
     */
    record Goal(Map<String, Long> changelogEnds, Map<TopicPartition, Long> committed) {}

    /** One changelog that is being read. */
    private static final class Work {
        final TaskStores stores;
        final ChangelogStore store;
        final @Nullable Goal goal;
        long end = Long.MAX_VALUE;
        long lackingAt = -1;
        long lackingSinceMs;
        long restored;

        /** By key, what is read and not in the store yet. */
        final Map<Bytes, ChangelogStore.Change> latest = new HashMap<>();

        /** Bytes that were collected: all of them, until they are counted. */
        long collected;

        /** What follows the last record that was read. */
        long reached = -1;

        Work(TaskStores stores, ChangelogStore store, @Nullable Goal goal) {
            this.stores = stores;
            this.store = store;
            this.goal = goal;
        }

        boolean standby() {
            return goal == null;
        }

        void collect(ChangelogStore.Change change) {
            latest.put(change.key(), change);
            collected += size(change);
        }

        /** Without the changes that later ones have replaced: to look at each would cost more. */
        void count() {
            collected = 0;
            latest.values().forEach(change -> collected += size(change));
        }

        void drop() {
            latest.clear();
            collected = 0;
        }

        private static long size(ChangelogStore.Change change) {
            byte[] value = change.value();
            return CHANGE_OVERHEAD + change.key().get().length + (value == null ? 0 : value.length);
        }

        /** What a source holds beyond the last commit is still to be processed. */
        boolean bounded() {
            return !store.logged();
        }
    }

    Restorer(
            Consumer<byte[], byte[]> consumer,
            ChangelogEnds changelogEnds,
            Runtime.Listeners listeners,
            Patience patience,
            RestoreMetrics metrics) {
        this.consumer = consumer;
        this.changelogEnds = changelogEnds;
        this.listeners = listeners;
        this.patience = patience;
        this.metrics = metrics;
    }

    /**
     * Begins to restore {@code stores} up to {@code goal}; follows the changelogs if that is null.
     */
    void add(TaskStores stores, @Nullable Goal goal) {
        Map<TopicPartition, Work> added = new HashMap<>();
        for (ChangelogStore store : stores.attached()) {
            TopicPartition log = stores.log(store);
            if (log != null) {
                added.put(log, new Work(stores, store, goal));
            }
        }
        if (added.isEmpty()) {
            return;
        }
        metrics.began(stores.id(), goal == null);
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(added.keySet());
        Map<TopicPartition, Long> ends = changelogEnds.of(added.keySet());
        work.putAll(added);
        consumer.assign(work.keySet());
        added.forEach(
                (changelog, one) ->
                        begin(
                                changelog,
                                one,
                                starts.getOrDefault(changelog, 0L),
                                ends.getOrDefault(changelog, 0L)));
    }

    private void begin(TopicPartition changelog, Work one, long start, long knownEnd) {
        long end = end(changelog, one, knownEnd);
        long from = one.store.position();
        if (from < start || from > end) {
            // The changelog is not the one that the store was logged to, or what is missing of it
            // may have deleted keys.
            if (from >= 0) {
                one.store.clear();
            }
            from = start;
        }
        consumer.seek(changelog, from);
        one.reached = from;
        if (one.standby()) {
            one.end = one.bounded() ? from : Long.MAX_VALUE; // the next refresh knows better
            listeners.standby().onUpdateStart(changelog, one.store.name(), from);
        } else {
            one.end = end;
            listeners.restore().onRestoreStart(changelog, one.store.name(), from, end);
        }
    }

    private static long end(TopicPartition changelog, Work one, long knownEnd) {
        Goal goal = one.goal;
        if (goal == null) {
            return knownEnd;
        }
        if (one.bounded()) {
            return Math.min(knownEnd, goal.committed().getOrDefault(changelog, 0L));
        }
        String name = one.stores.subtopology().formerNames().of(one.store.name());
        return Math.max(knownEnd, goal.changelogEnds().getOrDefault(name, 0L));
    }

    /** Forgets the stores of task {@code id}. */
    void remove(TaskId id, SuspendReason why) {
        Map<TopicPartition, Work> suspended = new HashMap<>(work);
        suspended.values().removeIf(one -> !one.stores.id().equals(id));
        suspended.values().forEach(Work::drop);
        failed.remove(id);
        metrics.ended(id);
        if (suspended.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        suspended.keySet().forEach(changelog -> ends.put(changelog, knownEnd(changelog)));
        work.keySet().removeAll(suspended.keySet());
        consumer.assign(work.keySet());
        suspended.forEach(
                (changelog, one) -> {
                    String store = one.store.name();
                    if (one.standby()) {
                        listeners
                                .standby()
                                .onUpdateSuspended(
                                        changelog,
                                        store,
                                        one.store.position(),
                                        ends.getOrDefault(changelog, -1L),
                                        why);
                    } else {
                        listeners.restore().onRestoreSuspended(changelog, store, one.restored);
                    }
                });
    }

    /** Whether nothing is read. */
    boolean idle() {
        return work.isEmpty();
    }

    /** Whether stores of a task that is to run are being restored. */
    boolean restoring() {
        return work.values().stream().anyMatch(one -> !one.standby());
    }

    /** Whether stores of task {@code id} are being read. */
    boolean reading(TaskId id) {
        return work.values().stream().anyMatch(one -> one.stores.id().equals(id));
    }

    /** Why the stores of task {@code id} cannot be restored; null for nothing. */
    @Nullable RuntimeException failure(TaskId id) {
        return failed.get(id);
    }

    /** Reads and applies some records. */
    void step(Duration wait) {
        finish();
        if (work.isEmpty()) {
            return;
        }
        refreshBounds();
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = consumer.poll(wait);
        } catch (OffsetOutOfRangeException e) {
            e.offsetOutOfRangePartitions().keySet().forEach(this::beginAnew);
            return;
        }
        metrics.polled(records.count());
        for (TopicPartition changelog : records.partitions()) {
            Work one = work.get(changelog);
            if (one != null && !failed.containsKey(one.stores.id())) {
                try {
                    apply(changelog, one, records.records(changelog));
                } catch (RuntimeException e) {
                    failed.put(one.stores.id(), e);
                }
            }
        }
        if (collected() > COLLECTED_MAX) {
            work.values().forEach(Work::count);
            if (collected() > COLLECTED_MAX / 2) {
                work.values().forEach(this::writeOrFail);
            }
        }
        finish();
    }

    private long collected() {
        long sum = 0;
        for (Work one : work.values()) {
            sum += one.collected;
        }
        return sum;
    }

    private void writeOrFail(Work one) {
        try {
            write(one);
        } catch (RuntimeException e) {
            failed.put(one.stores.id(), e);
        }
    }

    /** What is missing of the changelog may have deleted keys. */
    private void beginAnew(TopicPartition changelog) {
        Work one = work.get(changelog);
        if (one != null) {
            one.drop();
            one.reached = -1; // what was read before stands for nothing now
            one.store.clear();
        }
        consumer.seekToBeginning(Set.of(changelog));
    }

    /** Standbys of tables whose source is their changelog follow what the group has processed. */
    private void refreshBounds() {
        Map<TopicPartition, Work> following = new HashMap<>(work);
        following.values().removeIf(one -> !one.standby() || !one.bounded());
        long now = patience.clock.millis();
        if (following.isEmpty() || now - refreshedMs < REFRESH_MS) {
            return;
        }
        refreshedMs = now;
        Map<TopicPartition, Long> committed = changelogEnds.committed(following.keySet());
        following.forEach(
                (source, one) -> {
                    one.end = Math.max(one.end, committed.getOrDefault(source, 0L));
                    if (consumer.position(source) < one.end) {
                        consumer.resume(Set.of(source));
                    } else {
                        consumer.pause(Set.of(source));
                    }
                });
    }

    private void apply(
            TopicPartition changelog, Work one, List<ConsumerRecord<byte[], byte[]>> records) {
        List<ChangelogStore.Change> changes = new ArrayList<>();
        boolean collect = one.store.restoresLatest();
        long reached = consumer.position(changelog);
        long count = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (one.bounded() && record.offset() >= one.end) {
                reached = one.end;
                consumer.seek(changelog, reached);
                break;
            }
            count++;
            if (record.key() == null) {
                continue; // a topic that is a table's source may hold such
            }
            if (collect) {
                one.collect(change(record));
            } else {
                changes.add(change(record));
            }
        }
        one.reached = reached;
        if (!collect) {
            write(one, changes);
        } else if (one.standby() && Math.min(one.end, knownEnd(changelog)) - reached < FEW) {
            write(one); // those who query a standby see it as it is
        }
        one.restored += count;
        metrics.applied(one.stores.id(), count);
        metrics.remaining(one.stores.id(), remaining(one.stores.id()));
        tell(changelog, one, reached, count);
    }

    /** Writes what was collected. */
    private void write(Work one) {
        if (one.store.restoresLatest() && one.reached > one.store.position()) {
            writeLatest(one);
        }
    }

    private void writeLatest(Work one) {
        try {
            write(one, one.latest.values());
        } finally {
            one.drop();
        }
    }

    private void write(Work one, Collection<ChangelogStore.Change> changes) {
        long begun = patience.clock.nanos();
        one.store.restore(changes, one.reached);
        String kind = one.stores.kind(one.store.name());
        if (kind != null) {
            long took = patience.clock.nanos() - begun;
            metrics.restored(one.stores.id(), kind, one.store.name(), took);
        }
        one.stores.noteReached();
    }

    /** Records that are still to be applied until task {@code id} may run. */
    private long remaining(TaskId id) {
        long sum = 0;
        for (Map.Entry<TopicPartition, Work> one : work.entrySet()) {
            Work of = one.getValue();
            if (of.stores.id().equals(id) && !of.standby()) {
                sum += Math.max(0, of.end - Math.max(0, of.reached));
            }
        }
        return sum;
    }

    /** What a record of a changelog says; it has a key. */
    static ChangelogStore.Change change(ConsumerRecord<byte[], byte[]> record) {
        return new ChangelogStore.Change(
                Bytes.wrap(record.key()), record.value(), record.timestamp(), record.headers());
    }

    private void tell(TopicPartition changelog, Work one, long reached, long count) {
        String store = one.store.name();
        if (one.standby()) {
            listeners
                    .standby()
                    .onBatchLoaded(
                            changelog, store, one.stores.id(), reached, count, knownEnd(changelog));
        } else {
            listeners.restore().onBatchRestored(changelog, store, reached, count);
        }
    }

    /** Where {@code changelog} ends as far as the consumer knows. */
    private long knownEnd(TopicPartition changelog) {
        return consumer.position(changelog) + consumer.currentLag(changelog).orElse(0);
    }

    private void finish() {
        Set<TopicPartition> ended = new HashSet<>();
        work.forEach(
                (changelog, one) -> {
                    if (!one.standby() && consumer.position(changelog) >= one.end) {
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
                end(changelog, one);
            }
        }
        consumer.assign(work.keySet());
    }

    private void end(TopicPartition changelog, Work one) {
        one.reached = consumer.position(changelog);
        try {
            writeLatest(one);
        } catch (RuntimeException e) {
            failed.put(one.stores.id(), e);
            return;
        }
        listeners.restore().onRestoreEnd(changelog, one.store.name(), one.restored);
        if (!reading(one.stores.id())) {
            metrics.ended(one.stores.id());
        }
    }

    /** A changelog that ends before what was committed with it, for long, has lost records. */
    private void lookForLosses() {
        long now = patience.clock.millis();
        work.forEach(
                (changelog, one) -> {
                    long position = consumer.position(changelog);
                    if (one.standby() || position != one.lackingAt) {
                        one.lackingAt = position;
                        one.lackingSinceMs = now;
                    } else if (now - one.lackingSinceMs > patience.timeoutMs) {
                        one.lackingSinceMs = now;
                        long end = changelogEnds.of(Set.of(changelog)).getOrDefault(changelog, 0L);
                        if (end < one.end) {
                            failed.put(one.stores.id(), lost(changelog, one, end));
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
                        + one.stores.id()
                        + " goes on from were committed with changes up to "
                        + one.end
                        + ": the cluster has lost records. To go on from what is left, reset the"
                        + " offsets of the application.");
    }
}
