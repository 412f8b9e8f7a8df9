package io.leat.clients.consumer;

import io.leat.common.KafkaException;
import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.PartitionInfo;
import io.leat.common.TopicPartition;
import io.leat.common.Uuid;
import io.leat.common.errors.TimeoutException;
import io.leat.common.errors.WakeupException;
import io.leat.common.metrics.KafkaMetric;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * A consumer without brokers, for tests: records, offsets, rebalances and failures are what the
 * test says. Its methods are synchronized, so that a test may feed it from another thread.
 */
public class MockConsumer<K, V> implements Consumer<K, V> {

    private final ResetPolicy policy;
    private final Map<TopicPartition, Long> positions = new LinkedHashMap<>();
    private final Map<TopicPartition, ResetPolicy> resets = new LinkedHashMap<>();
    private final Map<TopicPartition, List<ConsumerRecord<K, V>>> records = new LinkedHashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private final Map<TopicPartition, Long> beginnings = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Map<TopicPartition, Long> durations = new HashMap<>();
    private final Map<String, List<PartitionInfo>> partitions = new HashMap<>();
    private final Set<TopicPartition> paused = new LinkedHashSet<>();
    private final Queue<Runnable> pollTasks = new ArrayDeque<>();
    private final AtomicBoolean wakeup = new AtomicBoolean();
    private Set<TopicPartition> assigned = new LinkedHashSet<>();
    private Set<String> topics = Set.of();
    private Pattern pattern;
    private ConsumerRebalanceListener listener;
    private KafkaException pollException;
    private KafkaException offsetsException;
    private Duration lastPollTimeout;
    private Uuid clientInstanceId;
    private final List<KafkaMetric> addedMetrics = new ArrayList<>();
    private int timeoutsLeft;
    private long maxPollRecords = Long.MAX_VALUE;
    private boolean shouldRebalance;
    private boolean closed;

    /** {@code offsetResetStrategy} as in the setting {@code auto.offset.reset}. */
    public MockConsumer(String offsetResetStrategy) {
        this.policy = ResetPolicy.parse(offsetResetStrategy);
    }

    @Deprecated
    public MockConsumer(OffsetResetStrategy offsetResetStrategy) {
        this(offsetResetStrategy.toString());
    }

    @Override
    public synchronized Set<TopicPartition> assignment() {
        return Set.copyOf(assigned);
    }

    /** Replaces the assignment, as a group would, and tells the listener. */
    public synchronized void rebalance(Collection<TopicPartition> newAssignment) {
        Set<TopicPartition> next = new LinkedHashSet<>(newAssignment);
        Set<TopicPartition> added = new LinkedHashSet<>(next);
        added.removeAll(assigned);
        Set<TopicPartition> gone = new LinkedHashSet<>(assigned);
        gone.removeAll(next);
        if (listener != null && !gone.isEmpty()) {
            listener.onPartitionsRevoked(gone);
        }
        take(next);
        if (listener != null && !added.isEmpty()) {
            listener.onPartitionsAssigned(added);
        }
    }

    private void take(Set<TopicPartition> next) {
        assigned = next;
        records.keySet().retainAll(next);
        positions.keySet().retainAll(next);
        resets.keySet().retainAll(next);
        paused.retainAll(next);
    }

    @Override
    public synchronized Set<String> subscription() {
        return topics;
    }

    @Override
    public synchronized void subscribe(Collection<String> newTopics) {
        subscribe(newTopics, null);
    }

    @Override
    public synchronized void subscribe(
            Collection<String> newTopics, ConsumerRebalanceListener callback) {
        open();
        topics = Set.copyOf(newTopics);
        listener = callback;
        pattern = null;
    }

    @Override
    public synchronized void subscribe(Pattern newPattern, ConsumerRebalanceListener callback) {
        open();
        pattern = newPattern;
        listener = callback;
        Set<String> found = new LinkedHashSet<>();
        for (String topic : partitions.keySet()) {
            if (newPattern.matcher(topic).matches()) {
                found.add(topic);
            }
        }
        topics = found;
    }

    @Override
    public synchronized void subscribe(Pattern newPattern) {
        subscribe(newPattern, null);
    }

    @Override
    public void subscribe(SubscriptionPattern newPattern, ConsumerRebalanceListener callback) {
        throw new UnsupportedOperationException("a mock has no broker to evaluate the pattern");
    }

    @Override
    public void subscribe(SubscriptionPattern newPattern) {
        subscribe(newPattern, null);
    }

    @Override
    public synchronized void assign(Collection<TopicPartition> newPartitions) {
        open();
        take(new LinkedHashSet<>(newPartitions));
    }

    @Override
    public synchronized void unsubscribe() {
        open();
        take(new LinkedHashSet<>());
        topics = Set.of();
        pattern = null;
        listener = null;
    }

    @Override
    public synchronized ConsumerRecords<K, V> poll(Duration timeout) {
        open();
        lastPollTimeout = timeout;
        Runnable task = pollTasks.poll();
        if (task != null) {
            task.run();
        }
        wakeIfAsked();
        if (pollException != null) {
            KafkaException now = pollException;
            pollException = null;
            throw now;
        }
        assigned.forEach(this::findPosition);
        return take();
    }

    private ConsumerRecords<K, V> take() {
        Map<TopicPartition, List<ConsumerRecord<K, V>>> taken = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new LinkedHashMap<>();
        long left = maxPollRecords;
        for (Map.Entry<TopicPartition, List<ConsumerRecord<K, V>>> entry : records.entrySet()) {
            TopicPartition partition = entry.getKey();
            List<ConsumerRecord<K, V>> all = entry.getValue();
            while (!paused.contains(partition) && left > 0 && !all.isEmpty()) {
                ConsumerRecord<K, V> record = all.remove(0);
                if (record.offset() >= positions.get(partition)) {
                    taken.computeIfAbsent(partition, none -> new ArrayList<>()).add(record);
                    positions.put(partition, record.offset() + 1);
                    next.put(
                            partition,
                            new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
                    left--;
                }
            }
        }
        return taken.isEmpty() ? ConsumerRecords.empty() : new ConsumerRecords<>(taken, next);
    }

    private void findPosition(TopicPartition partition) {
        if (positions.containsKey(partition) && !resets.containsKey(partition)) {
            return;
        }
        ResetPolicy reset = resets.remove(partition);
        OffsetAndMetadata start = committed.get(partition);
        if (reset == null && start != null) {
            positions.put(partition, start.offset());
            return;
        }
        ResetPolicy by = reset == null ? policy : reset;
        switch (by.kind()) {
            case NONE -> throw new NoOffsetForPartitionException(partition);
            case EARLIEST -> positions.put(partition, given(beginnings, partition, "beginning"));
            case LATEST -> positions.put(partition, given(ends, partition, "end"));
            case BY_DURATION -> positions.put(partition, given(durations, partition, "duration"));
        }
    }

    private static long given(
            Map<TopicPartition, Long> offsets, TopicPartition partition, String kind) {
        Long offset = offsets.get(partition);
        if (offset == null) {
            throw new IllegalStateException(
                    "the test gave no " + kind + " offset for " + partition);
        }
        return offset;
    }

    /** Adds a record that a poll will return; its partition must be assigned. */
    public synchronized void addRecord(ConsumerRecord<K, V> record) {
        open();
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (!assigned.contains(partition)) {
            throw new IllegalStateException(partition + " is not assigned to this consumer");
        }
        records.computeIfAbsent(partition, none -> new ArrayList<>()).add(record);
        ends.merge(partition, record.offset() + 1, Math::max);
    }

    public synchronized void setMaxPollRecords(long max) {
        if (max < 1) {
            throw new IllegalArgumentException("at least one record a poll");
        }
        maxPollRecords = max;
    }

    /** The next poll fails with this. */
    public synchronized void setPollException(KafkaException exception) {
        pollException = exception;
    }

    /** Questions for offsets fail with this, until it is set to null. */
    public synchronized void setOffsetsException(KafkaException exception) {
        offsetsException = exception;
    }

    @Override
    public synchronized void commitAsync(
            Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        open();
        committed.putAll(offsets);
        if (callback != null) {
            callback.onComplete(offsets, null);
        }
    }

    @Override
    public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        commitAsync(offsets, null);
    }

    @Override
    public synchronized void commitAsync() {
        commitAsync(null);
    }

    @Override
    public synchronized void commitAsync(OffsetCommitCallback callback) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
        positions.forEach((partition, at) -> offsets.put(partition, new OffsetAndMetadata(at)));
        commitAsync(offsets, callback);
    }

    @Override
    public synchronized void commitSync() {
        commitAsync();
    }

    @Override
    public synchronized void commitSync(Duration timeout) {
        commitSync();
    }

    @Override
    public synchronized void commitSync(
            Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        commitSync(offsets);
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
        open();
        if (!assigned.contains(partition)) {
            throw new IllegalStateException(partition + " is not assigned to this consumer");
        }
        resets.remove(partition);
        positions.put(partition, offset);
    }

    @Override
    public synchronized void seek(TopicPartition partition, OffsetAndMetadata offset) {
        seek(partition, offset.offset());
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
            Set<TopicPartition> which) {
        open();
        Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
        for (TopicPartition partition : which) {
            if (committed.containsKey(partition)) {
                found.put(partition, committed.get(partition));
            }
        }
        return found;
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
            Set<TopicPartition> which, Duration timeout) {
        return committed(which);
    }

    @Override
    public synchronized long position(TopicPartition partition) {
        open();
        if (!assigned.contains(partition)) {
            throw new IllegalStateException(partition + " is not assigned to this consumer");
        }
        findPosition(partition);
        return positions.get(partition);
    }

    @Override
    public synchronized long position(TopicPartition partition, Duration timeout) {
        return position(partition);
    }

    @Override
    public synchronized void seekToBeginning(Collection<TopicPartition> which) {
        open();
        (which.isEmpty() ? assigned : which).forEach(p -> resets.put(p, ResetPolicy.EARLIEST));
    }

    @Override
    public synchronized void seekToEnd(Collection<TopicPartition> which) {
        open();
        (which.isEmpty() ? assigned : which).forEach(p -> resets.put(p, ResetPolicy.LATEST));
    }

    public synchronized void updateBeginningOffsets(Map<TopicPartition, Long> offsets) {
        beginnings.putAll(offsets);
    }

    public synchronized void updateEndOffsets(Map<TopicPartition, Long> offsets) {
        ends.putAll(offsets);
    }

    public synchronized void updateDurationOffsets(Map<TopicPartition, Long> offsets) {
        durations.putAll(offsets);
    }

    /** What was registered to be pushed. */
    public synchronized List<KafkaMetric> addedMetrics() {
        return List.copyOf(addedMetrics);
    }

    @Override
    public synchronized void registerMetricForSubscription(KafkaMetric metric) {
        addedMetrics.add(metric);
    }

    @Override
    public synchronized void unregisterMetricFromSubscription(KafkaMetric metric) {
        addedMetrics.remove(metric);
    }

    /** Makes {@link #clientInstanceId} time out this many times. */
    public synchronized void injectTimeoutException(int counter) {
        timeoutsLeft = counter;
    }

    public synchronized void setClientInstanceId(Uuid instanceId) {
        clientInstanceId = instanceId;
    }

    @Override
    public synchronized Uuid clientInstanceId(Duration timeout) {
        if (timeoutsLeft > 0) {
            timeoutsLeft--;
            throw new TimeoutException("the test asked for a timeout");
        }
        if (clientInstanceId == null) {
            throw new IllegalStateException("the test gave no client instance id");
        }
        return clientInstanceId;
    }

    @Override
    public synchronized Map<MetricName, ? extends Metric> metrics() {
        open();
        return Map.of();
    }

    @Override
    public synchronized List<PartitionInfo> partitionsFor(String topic) {
        open();
        return partitions.getOrDefault(topic, List.of());
    }

    @Override
    public synchronized List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
        return partitionsFor(topic);
    }

    @Override
    public synchronized Map<String, List<PartitionInfo>> listTopics() {
        open();
        return Map.copyOf(partitions);
    }

    @Override
    public synchronized Map<String, List<PartitionInfo>> listTopics(Duration timeout) {
        return listTopics();
    }

    /** Says which partitions a topic has. */
    public synchronized void updatePartitions(String topic, List<PartitionInfo> infos) {
        partitions.put(topic, infos);
    }

    @Override
    public synchronized void pause(Collection<TopicPartition> which) {
        paused.addAll(which);
    }

    @Override
    public synchronized void resume(Collection<TopicPartition> which) {
        paused.removeAll(new ArrayList<>(which));
    }

    @Override
    public synchronized Set<TopicPartition> paused() {
        return Set.copyOf(paused);
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> timestampsToSearch) {
        throw new UnsupportedOperationException("a mock has no index of timestamps");
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> timestampsToSearch, Duration timeout) {
        return offsetsForTimes(timestampsToSearch);
    }

    @Override
    public synchronized Map<TopicPartition, Long> beginningOffsets(
            Collection<TopicPartition> which) {
        return offsets(beginnings, which, "beginning");
    }

    @Override
    public synchronized Map<TopicPartition, Long> beginningOffsets(
            Collection<TopicPartition> which, Duration timeout) {
        return beginningOffsets(which);
    }

    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> which) {
        return offsets(ends, which, "end");
    }

    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(
            Collection<TopicPartition> which, Duration timeout) {
        return endOffsets(which);
    }

    private Map<TopicPartition, Long> offsets(
            Map<TopicPartition, Long> known, Collection<TopicPartition> which, String kind) {
        if (offsetsException != null) {
            throw offsetsException;
        }
        Map<TopicPartition, Long> found = new HashMap<>();
        which.forEach(partition -> found.put(partition, given(known, partition, kind)));
        return found;
    }

    @Override
    public synchronized OptionalLong currentLag(TopicPartition partition) {
        Long end = ends.get(partition);
        return end == null
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, end - position(partition)));
    }

    @Override
    public ConsumerGroupMetadata groupMetadata() {
        return new ConsumerGroupMetadata("dummy.group.id", 1, "1", java.util.Optional.empty());
    }

    @Override
    public synchronized void enforceRebalance() {
        enforceRebalance(null);
    }

    @Override
    public synchronized void enforceRebalance(String reason) {
        shouldRebalance = true;
    }

    public synchronized boolean shouldRebalance() {
        return shouldRebalance;
    }

    public synchronized void resetShouldRebalance() {
        shouldRebalance = false;
    }

    /** The timeout of the last poll, or null. */
    public synchronized Duration lastPollTimeout() {
        return lastPollTimeout;
    }

    /** Runs {@code task} at the start of the next poll that has none scheduled before it. */
    public synchronized void schedulePollTask(Runnable task) {
        pollTasks.add(task);
    }

    public synchronized void scheduleNopPollTask() {
        schedulePollTask(() -> {});
    }

    @Override
    public synchronized void wakeup() {
        wakeup.set(true);
    }

    private void wakeIfAsked() {
        if (wakeup.getAndSet(false)) {
            throw new WakeupException();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    @Override
    @Deprecated
    public synchronized void close(Duration timeout) {
        close();
    }

    @Override
    public synchronized void close(CloseOptions option) {
        close();
    }

    public synchronized boolean closed() {
        return closed;
    }

    private void open() {
        if (closed) {
            throw new IllegalStateException("The consumer is closed");
        }
    }
}
