package io.leat.clients.consumer;

import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.PartitionInfo;
import io.leat.common.TopicPartition;
import io.leat.common.Uuid;
import io.leat.common.metrics.KafkaMetric;
import java.io.Closeable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads records from topics, alone or as a member of a group. One thread uses it at a time, the
 * polling thread; only {@link #wakeup} may be called from another.
 *
 * @param <K> type of the deserialized keys
 * @param <V> type of the deserialized values
 */
public interface Consumer<K, V> extends Closeable {

    /** The partitions this consumer reads now: assigned by hand or by its group. */
    Set<TopicPartition> assignment();

    /** The topics subscribed to by name or found by pattern; empty after {@link #assign}. */
    Set<String> subscription();

    /** Replaces the subscription by these topics; the group assigns their partitions. */
    void subscribe(Collection<String> topics);

    /** As {@link #subscribe(Collection)}; the listener hears which partitions come and go. */
    void subscribe(Collection<String> topics, ConsumerRebalanceListener callback);

    /** Reads exactly these partitions, without a group's assignment. */
    void assign(Collection<TopicPartition> partitions);

    /** Subscribes to all topics whose whole name matches, now or later. */
    void subscribe(Pattern pattern, ConsumerRebalanceListener callback);

    /** As {@link #subscribe(Pattern, ConsumerRebalanceListener)}, without a listener. */
    void subscribe(Pattern pattern);

    /** Subscribes by a pattern that the broker evaluates; needs group.protocol=consumer. */
    void subscribe(SubscriptionPattern pattern, ConsumerRebalanceListener callback);

    /** As {@link #subscribe(SubscriptionPattern, ConsumerRebalanceListener)}. */
    void subscribe(SubscriptionPattern pattern);

    /** Drops subscription and assignment and leaves the group. */
    void unsubscribe();

    /**
     * Returns the next records, waiting at most {@code timeout} for the first. Group membership,
     * rebalance listeners, interceptors and commit callbacks run inside this call.
     */
    ConsumerRecords<K, V> poll(Duration timeout);

    /** Commits the positions after the records of the last poll, and waits. */
    void commitSync();

    /** As {@link #commitSync()}, waiting at most {@code timeout}. */
    void commitSync(Duration timeout);

    /** Commits these offsets, each the next one to read, and waits. */
    void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets);

    /** As {@link #commitSync(Map)}, waiting at most {@code timeout}. */
    void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout);

    /** Starts committing the positions after the records of the last poll. */
    void commitAsync();

    /** As {@link #commitAsync()}; the callback runs in a later call on this consumer. */
    void commitAsync(OffsetCommitCallback callback);

    /** Starts committing these offsets; the callback runs in a later call on this consumer. */
    void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback);

    /** Reads on from {@code offset} at the next poll. */
    void seek(TopicPartition partition, long offset);

    /** As {@link #seek(TopicPartition, long)}; a leader epoch lets truncation be noticed. */
    void seek(TopicPartition partition, OffsetAndMetadata offsetAndMetadata);

    /** Reads on from the first offset; an empty collection means all assigned partitions. */
    void seekToBeginning(Collection<TopicPartition> partitions);

    /** Reads on from the end; an empty collection means all assigned partitions. */
    void seekToEnd(Collection<TopicPartition> partitions);

    /** The offset of the next record that poll will return. */
    long position(TopicPartition partition);

    /** As {@link #position(TopicPartition)}, waiting at most {@code timeout}. */
    long position(TopicPartition partition, Duration timeout);

    /** The committed offsets; null for a partition without one. */
    Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions);

    /** As {@link #committed(Set)}, waiting at most {@code timeout}. */
    Map<TopicPartition, OffsetAndMetadata> committed(
            Set<TopicPartition> partitions, Duration timeout);

    /**
     * What brokers call this client where they keep the metrics it pushes (KIP-714), as soon as one
     * said so; null after {@code timeout}. From any thread.
     *
     * @throws IllegalStateException if enable.metrics.push is false
     */
    Uuid clientInstanceId(Duration timeout);

    /**
     * Pushes {@code metric}, of the application that uses this client, along with the client's own
     * (KIP-1076), under those that have its name. Nothing happens if enable.metrics.push is false.
     * From any thread.
     */
    void registerMetricForSubscription(KafkaMetric metric);

    /** Pushes {@code metric} no longer. */
    void unregisterMetricFromSubscription(KafkaMetric metric);

    /** The current metrics of this consumer. */
    Map<MetricName, ? extends Metric> metrics();

    /** The partitions of one topic. */
    List<PartitionInfo> partitionsFor(String topic);

    /** As {@link #partitionsFor(String)}, waiting at most {@code timeout}. */
    List<PartitionInfo> partitionsFor(String topic, Duration timeout);

    /** All topics this client may see, with their partitions. */
    Map<String, List<PartitionInfo>> listTopics();

    /** As {@link #listTopics()}, waiting at most {@code timeout}. */
    Map<String, List<PartitionInfo>> listTopics(Duration timeout);

    /** The partitions that poll leaves out at present. */
    Set<TopicPartition> paused();

    /** Keeps these partitions out of poll until {@link #resume}; the assignment stays. */
    void pause(Collection<TopicPartition> partitions);

    /** Lets poll return records of these partitions again. */
    void resume(Collection<TopicPartition> partitions);

    /** For each partition the first offset whose timestamp is at or after the one given. */
    Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> timestampsToSearch);

    /** As {@link #offsetsForTimes(Map)}, waiting at most {@code timeout}. */
    Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> timestampsToSearch, Duration timeout);

    /** The first offset of each partition. */
    Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions);

    /** As {@link #beginningOffsets(Collection)}, waiting at most {@code timeout}. */
    Map<TopicPartition, Long> beginningOffsets(
            Collection<TopicPartition> partitions, Duration timeout);

    /** The end of each partition: high watermark, or last stable offset for read_committed. */
    Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions);

    /** As {@link #endOffsets(Collection)}, waiting at most {@code timeout}. */
    Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout);

    /** Records between the position and the last known end, or empty when not yet known. */
    OptionalLong currentLag(TopicPartition topicPartition);

    /** What a transactional producer needs to commit offsets for this consumer's group. */
    ConsumerGroupMetadata groupMetadata();

    /** Makes the group rebalance at the next poll. */
    void enforceRebalance();

    /** As {@link #enforceRebalance()}, with a reason for the broker's log. */
    void enforceRebalance(String reason);

    /** Commits if auto commit is on, leaves the group and frees everything, in 30 seconds. */
    @Override
    void close();

    /** As {@link #close()}, within {@code timeout}. */
    @Deprecated
    void close(Duration timeout);

    /** As {@link #close()}, as the options say. */
    void close(CloseOptions option);

    /** Ends a blocking call of the polling thread, or its next one, with a WakeupException. */
    void wakeup();
}
