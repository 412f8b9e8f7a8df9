package io.leat.clients.producer;

import io.leat.clients.consumer.ConsumerGroupMetadata;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.PartitionInfo;
import io.leat.common.TopicPartition;
import io.leat.common.Uuid;
import io.leat.common.metrics.KafkaMetric;
import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

/** Sends records. {@link LeatProducer} does, {@link MockProducer} pretends to for tests. */
public interface Producer<K, V> extends Closeable {

    /** Registers the transactional id and ends what an earlier producer with it left open. */
    void initTransactions();

    /** Begins a transaction; every record sent until it ends belongs to it. */
    void beginTransaction();

    /** Makes offsets of a consumer group part of the transaction. */
    void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata);

    /** Sends what is still buffered and commits. */
    void commitTransaction();

    /** Drops what is still buffered and aborts. */
    void abortTransaction();

    /** As {@link #send(ProducerRecord, Callback)} without a callback. */
    Future<RecordMetadata> send(ProducerRecord<K, V> record);

    /**
     * Queues a record and returns; blocks at most {@code max.block.ms}, for metadata and for room
     * in {@code buffer.memory}.
     */
    Future<RecordMetadata> send(ProducerRecord<K, V> record, Callback callback);

    /** Sends everything queued without lingering and waits until all of it has ended. */
    void flush();

    /** The partitions of a topic. */
    List<PartitionInfo> partitionsFor(String topic);

    Map<MetricName, ? extends Metric> metrics();

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

    /** Sends what is queued, waits until it has ended, and closes. */
    @Override
    void close();

    /** As {@link #close()}, but gives up what is left after {@code timeout}. */
    void close(Duration timeout);
}
