package io.leat.clients.consumer;

import io.leat.clients.consumer.CloseOptions.GroupMembershipOperation;
import io.leat.clients.consumer.Slot.Position;
import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.PartitionInfo;
import io.leat.common.TopicPartition;
import io.leat.common.Uuid;
import io.leat.common.errors.InvalidGroupIdException;
import io.leat.common.errors.TimeoutException;
import io.leat.common.metrics.KafkaMetric;
import io.leat.common.serialization.Deserializer;
import io.leat.log.runtime.Ports;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The consumer: fetches ahead on a loop of its own, and decodes, tracks positions and runs
 * callbacks on the thread that polls. One thread uses it at a time; only {@link #wakeup} may come
 * from others.
 *
 * <pre>{@code
 * try (Consumer<String, String> consumer = new LeatConsumer<>(settings)) {
 *     consumer.subscribe(List.of("clicks"));
 *     while (running) {
 *         for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
 *             handle(record);
 *         }
 *     }
 * }
 * }</pre>
 */
public class LeatConsumer<K, V> implements Consumer<K, V> {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final ConsumerParts<K, V> parts;
    private final Subscriptions subscriptions;
    private final Waiting waiting;
    private final OneUser user = new OneUser();

    /** A consumer with these settings; see {@link ConsumerConfig}. */
    public LeatConsumer(Map<String, Object> configs) {
        this(configs, null, null);
    }

    /** A consumer with these settings; see {@link ConsumerConfig}. */
    public LeatConsumer(Properties properties) {
        this(properties, null, null);
    }

    /** As {@link #LeatConsumer(Properties)}, with deserializers that are ready for use. */
    public LeatConsumer(
            Properties properties,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer) {
        this(ConsumerParts.toMap(properties), keyDeserializer, valueDeserializer);
    }

    /** As {@link #LeatConsumer(Map)}, with deserializers that are ready for use. */
    public LeatConsumer(
            Map<String, Object> configs,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer) {
        this(ConsumerParts.real(configs, keyDeserializer, valueDeserializer));
    }

    /** On the ports of somebody else, for simulations and for embedding; they stay open. */
    public static <K, V> LeatConsumer<K, V> on(
            Ports ports,
            Map<String, Object> configs,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer) {
        ConsumerConfig config =
                new ConsumerConfig(
                        ConsumerConfig.withDeserializers(
                                configs, keyDeserializer, valueDeserializer));
        return new LeatConsumer<>(
                new ConsumerParts<>(config, keyDeserializer, valueDeserializer, ports, () -> {}));
    }

    LeatConsumer(ConsumerParts<K, V> parts) {
        this.parts = parts;
        this.subscriptions = parts.subscriptions();
        this.waiting = parts.waiting();
    }

    @Override
    public Set<TopicPartition> assignment() {
        return user.call(
                () -> Collections.unmodifiableSet(new LinkedHashSet<>(subscriptions.assigned())));
    }

    @Override
    public Set<String> subscription() {
        return user.call(
                () -> Collections.unmodifiableSet(new LinkedHashSet<>(subscriptions.topics())));
    }

    @Override
    public void subscribe(Collection<String> topics) {
        subscribeTopics(topics, null);
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener callback) {
        if (callback == null) {
            throw new IllegalArgumentException("the rebalance listener is null");
        }
        subscribeTopics(topics, callback);
    }

    private void subscribeTopics(Collection<String> topics, ConsumerRebalanceListener callback) {
        if (topics == null) {
            throw new IllegalArgumentException("topics are null");
        }
        for (String topic : topics) {
            if (topic == null || topic.isBlank()) {
                throw new IllegalArgumentException("a topic to subscribe to has no name");
            }
        }
        user.run(
                () -> {
                    needGroup();
                    if (topics.isEmpty()) {
                        unsubscribe();
                        return;
                    }
                    subscriptions.subscribe(new LinkedHashSet<>(topics), callback);
                    parts.remote().follow(subscriptions.topics());
                });
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
        if (partitions == null) {
            throw new IllegalArgumentException("partitions are null");
        }
        user.run(
                () -> {
                    if (partitions.isEmpty()) {
                        unsubscribe();
                        return;
                    }
                    parts.commits().maybeAuto();
                    subscriptions.assignByHand(partitions);
                    Set<String> topics = new HashSet<>();
                    partitions.forEach(partition -> topics.add(partition.topic()));
                    parts.remote().follow(topics);
                    parts.buffer().dropStale();
                });
    }

    @Override
    public void subscribe(Pattern pattern, ConsumerRebalanceListener callback) {
        if (callback == null) {
            throw new IllegalArgumentException("the rebalance listener is null");
        }
        subscribePattern(pattern, callback);
    }

    @Override
    public void subscribe(Pattern pattern) {
        subscribePattern(pattern, null);
    }

    private void subscribePattern(Pattern pattern, ConsumerRebalanceListener callback) {
        if (pattern == null || pattern.pattern().isEmpty()) {
            throw new IllegalArgumentException("the pattern is empty");
        }
        user.run(
                () -> {
                    needGroup();
                    subscriptions.subscribe(pattern, callback);
                    parts.remote().followAll();
                    parts.membership().patternGiven();
                });
    }

    @Override
    public void subscribe(SubscriptionPattern pattern, ConsumerRebalanceListener callback) {
        if (callback == null) {
            throw new IllegalArgumentException("the rebalance listener is null");
        }
        subscribeRemotely(pattern, callback);
    }

    @Override
    public void subscribe(SubscriptionPattern pattern) {
        subscribeRemotely(pattern, null);
    }

    private void subscribeRemotely(
            SubscriptionPattern pattern, ConsumerRebalanceListener callback) {
        if (pattern == null || pattern.pattern().isEmpty()) {
            throw new IllegalArgumentException("the pattern is empty");
        }
        if (!parts.consumerProtocol()) {
            throw new UnsupportedOperationException(
                    "A SubscriptionPattern needs group.protocol=consumer. Subscribe with a"
                            + " java.util.regex.Pattern instead");
        }
        user.run(
                () -> {
                    needGroup();
                    subscriptions.subscribe(pattern, callback);
                    parts.remote().followAll();
                });
    }

    @Override
    public void unsubscribe() {
        user.run(
                () -> {
                    parts.membership().leave("the consumer unsubscribed", !parts.isStatic());
                    subscriptions.clear();
                    parts.buffer().dropStale();
                    parts.membership().rethrow();
                });
    }

    @Override
    public ConsumerRecords<K, V> poll(Duration timeout) {
        return user.call(() -> poll(waiting.deadline(timeout)));
    }

    private ConsumerRecords<K, V> poll(long deadline) {
        if (subscriptions.kind() == Subscriptions.Kind.NONE) {
            throw new IllegalStateException(
                    "The consumer has no subscription and no assignment: subscribe or assign first");
        }
        parts.membership().polled();
        while (true) {
            waiting.checkWakeup();
            turn();
            if (!parts.membership().preparing()) {
                ConsumerRecords<K, V> records = parts.buffer().poll(parts.maxPollRecords());
                if (!records.isEmpty()) {
                    parts.metrics().polled(records.count(), parts.buffer().bytesRead());
                    return parts.interceptors().onConsume(records);
                }
            }
            if (waiting.now() >= deadline) {
                return ConsumerRecords.empty();
            }
            waiting.sleep(Math.min(deadline, wakeAt()));
        }
    }

    /** Everything a poll does besides returning records; nothing in it waits. */
    private void turn() {
        parts.commits().runCallbacks();
        if (subscriptions.byGroup()) {
            parts.membership().advance();
        }
        parts.commits().maybeAuto();
        parts.positions().advance();
    }

    private long wakeAt() {
        long at = Math.min(parts.commits().wakeAt(), parts.positions().wakeAt());
        return subscriptions.byGroup() ? Math.min(at, parts.membership().wakeAt()) : at;
    }

    @Override
    public void commitSync() {
        commitSync(parts.apiTimeout());
    }

    @Override
    public void commitSync(Duration timeout) {
        user.call(
                () -> {
                    commit(subscriptions.consumed(), timeout);
                    return null;
                });
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        commitSync(offsets, parts.apiTimeout());
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        user.run(() -> commit(offsets, timeout));
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        needGroup();
        waiting.checkWakeup();
        parts.commits().sync(new LinkedHashMap<>(offsets), waiting.deadline(timeout));
    }

    @Override
    public void commitAsync() {
        commitAsync((OffsetCommitCallback) null);
    }

    @Override
    public void commitAsync(OffsetCommitCallback callback) {
        user.run(
                () -> {
                    needGroup();
                    parts.commits().runCallbacks();
                    parts.commits().async(subscriptions.consumed(), callback);
                });
    }

    @Override
    public void commitAsync(
            Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        user.run(
                () -> {
                    needGroup();
                    parts.commits().runCallbacks();
                    parts.commits().async(new LinkedHashMap<>(offsets), callback);
                });
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        seek(partition, new OffsetAndMetadata(offset));
    }

    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata offsetAndMetadata) {
        user.run(
                () -> {
                    subscriptions.jump(
                            subscriptions.get(partition),
                            new Position(
                                    offsetAndMetadata.offset(),
                                    offsetAndMetadata.leaderEpoch().orElse(-1)));
                    parts.buffer().dropStale();
                });
    }

    @Override
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        user.run(() -> seekBy(partitions, ResetPolicy.EARLIEST));
    }

    @Override
    public void seekToEnd(Collection<TopicPartition> partitions) {
        user.run(() -> seekBy(partitions, ResetPolicy.LATEST));
    }

    private void seekBy(Collection<TopicPartition> partitions, ResetPolicy policy) {
        if (partitions == null) {
            throw new IllegalArgumentException("partitions are null");
        }
        Collection<TopicPartition> chosen =
                partitions.isEmpty() ? List.copyOf(subscriptions.assigned()) : partitions;
        for (TopicPartition partition : chosen) {
            subscriptions.reset(subscriptions.get(partition), policy);
        }
        parts.buffer().dropStale();
    }

    @Override
    public long position(TopicPartition partition) {
        return position(partition, parts.apiTimeout());
    }

    @Override
    public long position(TopicPartition partition, Duration timeout) {
        return user.call(
                () -> {
                    long deadline = waiting.deadline(timeout);
                    while (true) {
                        Slot slot = subscriptions.get(partition);
                        if (slot.position() != null) {
                            return slot.position().offset();
                        }
                        parts.positions().advance();
                        if (slot.position() == null) {
                            if (waiting.now() >= deadline) {
                                throw new TimeoutException(
                                        "The position of "
                                                + partition
                                                + " was not found within "
                                                + timeout.toMillis()
                                                + " ms");
                            }
                            waiting.sleep(Math.min(deadline, parts.positions().wakeAt()));
                        }
                    }
                });
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        return committed(partitions, parts.apiTimeout());
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(
            Set<TopicPartition> partitions, Duration timeout) {
        return user.call(
                () -> {
                    needGroup();
                    return parts.queries().committed(partitions, timeout);
                });
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        return parts.io().instanceId(timeout);
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        parts.io().push(metric);
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        parts.io().pushNoMore(metric);
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return parts.metrics().all();
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        return partitionsFor(topic, parts.apiTimeout());
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
        return user.call(() -> parts.queries().partitionsFor(topic, timeout));
    }

    @Override
    public Map<String, List<PartitionInfo>> listTopics() {
        return listTopics(parts.apiTimeout());
    }

    @Override
    public Map<String, List<PartitionInfo>> listTopics(Duration timeout) {
        return user.call(() -> parts.queries().listTopics(timeout));
    }

    @Override
    public Set<TopicPartition> paused() {
        return user.call(() -> Set.copyOf(subscriptions.where(Slot::paused)));
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        user.run(() -> subscriptions.pause(partitions, true));
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        user.run(() -> subscriptions.pause(partitions, false));
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> timestampsToSearch) {
        return offsetsForTimes(timestampsToSearch, parts.apiTimeout());
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> timestampsToSearch, Duration timeout) {
        return user.call(() -> parts.queries().offsetsForTimes(timestampsToSearch, timeout));
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
        return beginningOffsets(partitions, parts.apiTimeout());
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(
            Collection<TopicPartition> partitions, Duration timeout) {
        return user.call(() -> parts.queries().offsets(partitions, -2, timeout));
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
        return endOffsets(partitions, parts.apiTimeout());
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(
            Collection<TopicPartition> partitions, Duration timeout) {
        return user.call(() -> parts.queries().offsets(partitions, -1, timeout));
    }

    @Override
    public OptionalLong currentLag(TopicPartition topicPartition) {
        return user.call(
                () -> {
                    Slot slot = subscriptions.get(topicPartition);
                    long end =
                            parts.readCommitted()
                                    ? slot.bounds().lastStable()
                                    : slot.bounds().highWatermark();
                    return end < 0 || slot.position() == null
                            ? OptionalLong.empty()
                            : OptionalLong.of(Math.max(0, end - slot.position().offset()));
                });
    }

    @Override
    public ConsumerGroupMetadata groupMetadata() {
        return user.call(
                () -> {
                    needGroup();
                    return parts.membership().metadata();
                });
    }

    @Override
    public void enforceRebalance() {
        enforceRebalance("the application asked for it");
    }

    @Override
    public void enforceRebalance(String reason) {
        user.run(
                () -> {
                    needGroup();
                    parts.membership().rejoin(reason == null ? "" : reason);
                });
    }

    @Override
    public void close() {
        close(CLOSE_TIMEOUT, GroupMembershipOperation.DEFAULT);
    }

    @Override
    @Deprecated
    public void close(Duration timeout) {
        close(timeout, GroupMembershipOperation.DEFAULT);
    }

    @Override
    public void close(CloseOptions option) {
        close(option.timeout().orElse(CLOSE_TIMEOUT), option.groupMembershipOperation());
    }

    private void close(Duration timeout, GroupMembershipOperation operation) {
        user.close(
                () -> {
                    waiting.closing();
                    parts.close(waiting.deadline(timeout), operation);
                });
    }

    @Override
    public void wakeup() {
        waiting.wakeup();
    }

    private void needGroup() {
        if (!parts.hasGroup()) {
            throw new InvalidGroupIdException(
                    "group.id is not set: groups and committed offsets need one");
        }
    }
}
