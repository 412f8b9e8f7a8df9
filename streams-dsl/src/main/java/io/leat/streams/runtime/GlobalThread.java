package io.leat.streams.runtime;

import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.ConsumerRecords;
import io.leat.clients.consumer.InvalidOffsetException;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.PartitionInfo;
import io.leat.common.TopicPartition;
import io.leat.common.errors.WakeupException;
import io.leat.log.runtime.Clock;
import io.leat.streams.errors.ErrorHandlerContext;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.processor.StateRestoreListener;
import io.leat.streams.processor.StateStore;
import io.leat.streams.runtime.GlobalCheckpoints.Bounds;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.task.GlobalStores;
import io.leat.streams.task.Output;
import io.leat.streams.task.Task;
import io.leat.streams.topology.GlobalStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the global stores from all partitions of their topics, and keeps them up to date. Whoever
 * starts the application calls {@link #restore}; then it belongs to its own thread. Others read
 * what is committed.
 */
final class GlobalThread implements Runnable, GlobalStores, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GlobalThread.class);

    /** Makes the task that fills the stores from {@code partitions}. */
    interface Opener {
        Task open(Set<TopicPartition> partitions, Output output);
    }

    /** Hears of the end; without a failure it was asked for. */
    interface End {
        void ended(@Nullable Throwable failure);
    }

    /** How long it waits. */
    record Waits(Duration poll, long timeoutMs) {}

    private final GlobalCheckpoints checkpoints;
    private final Map<String, GlobalStore> byTopic = new HashMap<>();
    private final Consumer<byte[], byte[]> consumer;
    private final StateRestoreListener listener;
    private final Clock clock;
    private final Waits waits;
    private final End end;
    private final List<TopicPartition> partitions;
    private final Task task;
    private volatile boolean stopping;

    GlobalThread(
            GlobalCheckpoints checkpoints,
            Consumer<byte[], byte[]> consumer,
            Opener opener,
            StateRestoreListener listener,
            Clock clock,
            Waits waits,
            End end) {
        this.checkpoints = checkpoints;
        List<GlobalStore> stores = checkpoints.stores();
        stores.forEach(store -> byTopic.put(store.topic(), store));
        this.consumer = consumer;
        this.listener = listener;
        this.clock = clock;
        this.waits = waits;
        this.end = end;
        this.partitions = partitionsOf(stores, consumer);
        this.task = opener.open(Set.copyOf(partitions), new NoOutput());
    }

    private static List<TopicPartition> partitionsOf(
            List<GlobalStore> stores, Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> found = new ArrayList<>();
        for (GlobalStore store : stores) {
            List<PartitionInfo> infos = consumer.partitionsFor(store.topic());
            if (infos == null || infos.isEmpty()) {
                throw new StreamsException(
                        "There are no partitions available for topic "
                                + store.topic()
                                + " when initializing global store "
                                + store.name());
            }
            infos.forEach(info -> found.add(new TopicPartition(store.topic(), info.partition())));
        }
        return found;
    }

    /** Initializes the processors and reads the topics to their present ends. */
    void restore() {
        task.start();
        restoreStores();
    }

    private void restoreStores() {
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = new TreeMap<>(TaskAssignor.BY_NAME);
        ends.putAll(consumer.endOffsets(partitions));
        Bounds bounds = new Bounds(consumer.beginningOffsets(partitions), Map.copyOf(ends));
        Map<TopicPartition, Long> restored = new HashMap<>();
        for (GlobalStore store : checkpoints.stores()) {
            List<TopicPartition> own =
                    partitions.stream().filter(one -> one.topic().equals(store.topic())).toList();
            checkpoints
                    .from(store, kept(store), own, bounds)
                    .forEach(
                            (partition, start) -> {
                                consumer.seek(partition, start);
                                task.restored(partition, start);
                                restored.put(partition, 0L);
                                listener.onRestoreStart(
                                        partition,
                                        store.name(),
                                        start,
                                        ends.getOrDefault(partition, 0L));
                            });
        }
        long deadline = clock.millis() + waits.timeoutMs();
        while (!ends.isEmpty() && !stopping) {
            ends.entrySet().removeIf(entry -> ended(entry.getKey(), entry.getValue(), restored));
            if (ends.isEmpty()) {
                break;
            }
            ConsumerRecords<byte[], byte[]> records = poll();
            if (!records.isEmpty()) {
                deadline = clock.millis() + waits.timeoutMs();
            } else if (clock.millis() > deadline) {
                throw new StreamsException(
                        "The global stores made no progress for "
                                + waits.timeoutMs()
                                + " ms; still to be read: "
                                + ends.keySet()
                                + ". Adjust task.timeout.ms if needed.");
            }
            apply(records, true);
            for (TopicPartition partition : records.partitions()) {
                long count = records.records(partition).size();
                restored.merge(partition, count, Long::sum);
                listener.onBatchRestored(
                        partition, store(partition).name(), consumer.position(partition), count);
            }
        }
    }

    private boolean ended(TopicPartition partition, long at, Map<TopicPartition, Long> restored) {
        if (consumer.position(partition) < at) {
            return false;
        }
        listener.onRestoreEnd(
                partition, store(partition).name(), restored.getOrDefault(partition, 0L));
        return true;
    }

    /** Null for a store that users wrote: it is read from the beginning each time. */
    private @Nullable ChangelogStore kept(GlobalStore store) {
        for (ChangelogStore one : task.changelogStores()) {
            if (one.name().equals(store.name())) {
                return one;
            }
        }
        return null;
    }

    private GlobalStore store(TopicPartition partition) {
        GlobalStore store = byTopic.get(partition.topic());
        if (store == null) {
            throw new IllegalStateException("no global store is filled from " + partition);
        }
        return store;
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(waits.poll());
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        }
    }

    private void apply(ConsumerRecords<byte[], byte[]> records, boolean restoring) {
        for (TopicPartition partition : records.partitions()) {
            GlobalStore store = store(partition);
            List<ConsumerRecord<byte[], byte[]>> found = records.records(partition);
            long next = found.get(found.size() - 1).offset() + 1;
            ChangelogStore kept = kept(store);
            checkpoints.reached(store, kept, partition, next);
            if (restoring && store.direct() && kept != null) {
                restore(kept, found);
                task.restored(partition, next);
            } else {
                task.add(partition, found);
            }
        }
        while (task.process()) {
            // Until nothing waits.
        }
        task.forwardChanges();
        task.committed(Map.of());
    }

    private static void restore(
            ChangelogStore store, List<ConsumerRecord<byte[], byte[]>> records) {
        List<ChangelogStore.Change> changes = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.key() != null) {
                changes.add(Restorer.change(record));
            }
        }
        store.restore(changes, -1);
    }

    @Override
    public void run() {
        Throwable failure = null;
        try {
            while (!stopping) {
                step();
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        end.ended(failure);
    }

    private void step() {
        try {
            apply(poll(), false);
        } catch (InvalidOffsetException e) {
            LOG.atWarn()
                    .addKeyValue("partitions", e.partitions())
                    .log("records of a global store's topic are gone, reading it anew");
            task.changelogStores().forEach(ChangelogStore::clear);
            restoreStores();
        }
    }

    /** Asks its consumer what brokers call it; safe from any thread. */
    void ask(String name, InstanceIds ids) {
        ids.askConsumer(name, consumer::clientInstanceId);
    }

    /** Asks the thread to end; safe from any thread. */
    void stop() {
        stopping = true;
        consumer.wakeup();
    }

    @Override
    public @Nullable StateStore find(String name) {
        return task.stores().get(name);
    }

    /** Closes the stores. No thread uses them any more. */
    @Override
    public void close() {
        try (consumer) {
            task.close();
        }
    }

    /** Processors of global stores have nothing downstream; dead letters end here. */
    private static final class NoOutput implements Output {
        @Override
        public void send(ProducerRecord<byte[], byte[]> record, ErrorHandlerContext context) {
            LOG.atWarn()
                    .addKeyValue("topic", context.topic())
                    .addKeyValue("offset", context.offset())
                    .log("dead letters of global stores are not sent");
        }

        @Override
        public void log(ProducerRecord<byte[], byte[]> change, ErrorHandlerContext context) {
            throw new IllegalStateException("global stores are not logged");
        }

        @Override
        public int partitions(String topic) {
            throw new IllegalStateException("global stores write no topics");
        }
    }
}
