package io.leat.clients.producer;

import io.leat.clients.consumer.ConsumerGroupMetadata;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.Cluster;
import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.PartitionInfo;
import io.leat.common.TopicPartition;
import io.leat.common.Uuid;
import io.leat.common.errors.ProducerFencedException;
import io.leat.common.metrics.KafkaMetric;
import io.leat.common.serialization.Serializer;
import io.leat.common.utils.Utils;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * A producer for tests of applications: it keeps what is sent in memory. With {@code autoComplete}
 * off, {@link #completeNext} and {@link #errorNext} decide how each record ends. Guarded by its
 * monitor.
 */
public class MockProducer<K, V> implements Producer<K, V> {

    private final List<KafkaMetric> addedMetrics = new ArrayList<>();

    private record Pending(
            CompletableFuture<RecordMetadata> future, RecordMetadata metadata, Callback callback) {

        void end(RuntimeException error) {
            if (callback != null) {
                callback.onCompletion(error == null ? metadata : null, error);
            }
            if (error == null) {
                future.complete(metadata);
            } else {
                future.completeExceptionally(error);
            }
        }
    }

    /** Thrown by the method of the same name when it is set. */
    public RuntimeException initTransactionException;

    public RuntimeException beginTransactionException;
    public RuntimeException sendOffsetsToTransactionException;
    public RuntimeException commitTransactionException;
    public RuntimeException abortTransactionException;
    public RuntimeException sendException;
    public RuntimeException flushException;
    public RuntimeException partitionsForException;
    public RuntimeException closeException;

    private final Cluster cluster;
    private final boolean autoComplete;
    private final Partitioner partitioner;
    private final Serializer<K> keySerializer;
    private final Serializer<V> valueSerializer;
    private final List<ProducerRecord<K, V>> sent = new ArrayList<>();
    private final List<ProducerRecord<K, V>> uncommitted = new ArrayList<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Map<TopicPartition, Long> offsets = new HashMap<>();
    private final List<Map<String, Map<TopicPartition, OffsetAndMetadata>>> committedOffsets =
            new ArrayList<>();
    private Map<String, Map<TopicPartition, OffsetAndMetadata>> uncommittedOffsets =
            new HashMap<>();
    private boolean initialized;
    private boolean inFlight;
    private boolean committed;
    private boolean aborted;
    private boolean fenced;
    private boolean closed;
    private boolean sentOffsets;
    private long commits;

    public MockProducer(
            Cluster cluster,
            boolean autoComplete,
            Partitioner partitioner,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer) {
        this.cluster = cluster;
        this.autoComplete = autoComplete;
        this.partitioner = partitioner;
        this.keySerializer = keySerializer;
        this.valueSerializer = valueSerializer;
    }

    public MockProducer(
            boolean autoComplete,
            Partitioner partitioner,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer) {
        this(Cluster.empty(), autoComplete, partitioner, keySerializer, valueSerializer);
    }

    public MockProducer() {
        this(Cluster.empty(), false, null, null, null);
    }

    @Override
    public synchronized void initTransactions() {
        check();
        if (initialized) {
            throw new IllegalStateException("MockProducer has already been initialized");
        }
        raise(initTransactionException);
        initialized = true;
    }

    @Override
    public synchronized void beginTransaction() {
        checkInitialized();
        raise(beginTransactionException);
        if (inFlight) {
            throw new IllegalStateException("Transaction already started");
        }
        inFlight = true;
        committed = false;
        aborted = false;
        sentOffsets = false;
    }

    @Override
    public synchronized void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsetsToSend,
            ConsumerGroupMetadata groupMetadata) {
        checkInTransaction();
        raise(sendOffsetsToTransactionException);
        if (!offsetsToSend.isEmpty()) {
            sentOffsets = true;
            uncommittedOffsets
                    .computeIfAbsent(groupMetadata.groupId(), group -> new HashMap<>())
                    .putAll(offsetsToSend);
        }
    }

    @Override
    public synchronized void commitTransaction() {
        checkInTransaction();
        raise(commitTransactionException);
        flush();
        sent.addAll(uncommitted);
        if (!uncommittedOffsets.isEmpty()) {
            committedOffsets.add(uncommittedOffsets);
        }
        endTransaction();
        committed = true;
        commits++;
    }

    @Override
    public synchronized void abortTransaction() {
        checkInTransaction();
        raise(abortTransactionException);
        flush();
        endTransaction();
        aborted = true;
    }

    private void endTransaction() {
        uncommitted.clear();
        uncommittedOffsets = new HashMap<>();
        inFlight = false;
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<K, V> record) {
        return send(record, null);
    }

    @Override
    public synchronized Future<RecordMetadata> send(
            ProducerRecord<K, V> record, Callback callback) {
        check();
        raise(sendException);
        TopicPartition partition = new TopicPartition(record.topic(), partition(record));
        long offset = offsets.merge(partition, 1L, Long::sum) - 1;
        long timestamp = record.timestamp() == null ? 0 : record.timestamp();
        Pending one =
                new Pending(
                        new CompletableFuture<>(),
                        new RecordMetadata(partition, offset, 0, timestamp, 0, 0),
                        callback);
        (inFlight ? uncommitted : sent).add(record);
        if (autoComplete) {
            one.end(null);
        } else {
            pending.add(one);
        }
        return one.future;
    }

    private int partition(ProducerRecord<K, V> record) {
        if (record.partition() != null) {
            return record.partition();
        }
        int count = cluster.partitionsForTopic(record.topic()).size();
        if (count == 0) {
            return 0;
        }
        byte[] key = serialize(keySerializer, record, record.key());
        if (partitioner != null) {
            return partitioner.partition(
                    record.topic(),
                    record.key(),
                    key,
                    record.value(),
                    serialize(valueSerializer, record, record.value()),
                    cluster);
        }
        return key == null ? 0 : Utils.toPositive(Utils.murmur2(key)) % count;
    }

    private <T> byte[] serialize(Serializer<T> serializer, ProducerRecord<K, V> record, T data) {
        return serializer == null
                ? null
                : serializer.serialize(record.topic(), record.headers(), data);
    }

    @Override
    public synchronized void flush() {
        check();
        raise(flushException);
        while (!pending.isEmpty()) {
            completeNext();
        }
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        raise(partitionsForException);
        return cluster.partitionsForTopic(topic);
    }

    @Override
    public Map<MetricName, Metric> metrics() {
        return Map.of();
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

    /** Telemetry is not there. */
    @Override
    public Uuid clientInstanceId(Duration timeout) {
        throw new IllegalStateException("Telemetry is not enabled");
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }

    @Override
    public synchronized void close(Duration timeout) {
        raise(closeException);
        closed = true;
    }

    private static void raise(RuntimeException exception) {
        if (exception != null) {
            throw exception;
        }
    }

    private void check() {
        if (closed) {
            throw new IllegalStateException("MockProducer is already closed.");
        }
        if (fenced) {
            throw new ProducerFencedException("MockProducer is fenced.");
        }
    }

    private void checkInitialized() {
        check();
        if (!initialized) {
            throw new IllegalStateException(
                    "MockProducer hasn't been initialized for transactions");
        }
    }

    private void checkInTransaction() {
        checkInitialized();
        if (!inFlight) {
            throw new IllegalStateException("There is no open transaction.");
        }
    }

    public synchronized boolean closed() {
        return closed;
    }

    /** From now on everything throws ProducerFencedException. */
    public synchronized void fenceProducer() {
        checkInitialized();
        fenced = true;
    }

    public synchronized boolean transactionInitialized() {
        return initialized;
    }

    public synchronized boolean transactionInFlight() {
        return inFlight;
    }

    public synchronized boolean transactionCommitted() {
        return committed;
    }

    public synchronized boolean transactionAborted() {
        return aborted;
    }

    public synchronized boolean flushed() {
        return pending.isEmpty();
    }

    public synchronized boolean sentOffsets() {
        return sentOffsets;
    }

    public synchronized long commitCount() {
        return commits;
    }

    /** The records sent outside transactions or committed. */
    public synchronized List<ProducerRecord<K, V>> history() {
        return new ArrayList<>(sent);
    }

    public synchronized List<ProducerRecord<K, V>> uncommittedRecords() {
        return new ArrayList<>(uncommitted);
    }

    public synchronized List<Map<String, Map<TopicPartition, OffsetAndMetadata>>>
            consumerGroupOffsetsHistory() {
        return new ArrayList<>(committedOffsets);
    }

    public synchronized Map<String, Map<TopicPartition, OffsetAndMetadata>> uncommittedOffsets() {
        return uncommittedOffsets;
    }

    /** Forgets what was sent and committed, and drops what is pending. */
    public synchronized void clear() {
        sent.clear();
        uncommitted.clear();
        pending.clear();
        committedOffsets.clear();
        uncommittedOffsets = new HashMap<>();
        sentOffsets = false;
    }

    /** Acknowledges the oldest record that has not ended; false when there is none. */
    public synchronized boolean completeNext() {
        return endNext(null);
    }

    /** Fails the oldest record that has not ended; false when there is none. */
    public synchronized boolean errorNext(RuntimeException error) {
        return endNext(error);
    }

    private boolean endNext(RuntimeException error) {
        Pending next = pending.poll();
        if (next == null) {
            return false;
        }
        next.end(error);
        return true;
    }
}
