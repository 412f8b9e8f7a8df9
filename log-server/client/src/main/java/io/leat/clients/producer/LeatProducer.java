package io.leat.clients.producer;

import io.leat.clients.consumer.ConsumerGroupMetadata;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.clients.network.ClientIo;
import io.leat.clients.network.ClientPorts;
import io.leat.clients.network.ClientSettings;
import io.leat.common.Cluster;
import io.leat.common.KafkaException;
import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.PartitionInfo;
import io.leat.common.TopicPartition;
import io.leat.common.Uuid;
import io.leat.common.errors.ApiException;
import io.leat.common.errors.InterruptException;
import io.leat.common.errors.RecordTooLargeException;
import io.leat.common.errors.SerializationException;
import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.metrics.KafkaMetric;
import io.leat.common.serialization.Serializer;
import io.leat.common.utils.Utils;
import io.leat.log.protocol.record.RecordEncoder;
import io.leat.log.protocol.record.RecordEncoder.EncodedHeader;
import io.leat.log.runtime.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * Sends records to a cluster; safe for use by many threads. {@link #send} puts a record into a
 * batch and returns; batches go out on the producer's own loop.
 *
 * <pre>{@code
 * try (Producer<String, String> producer = new LeatProducer<>(Map.of(
 *         "bootstrap.servers", "localhost:9092"), new StringSerializer(), new StringSerializer())) {
 *     producer.send(new ProducerRecord<>("greetings", "hello"));
 * }
 * }</pre>
 *
 * <p>Exactly-once writes across partitions and consumed offsets use a {@code transactional.id}:
 * call {@link #initTransactions} once, then {@link #beginTransaction}, sends, and {@link
 * #commitTransaction}; after a {@link KafkaException} that is not a {@code
 * ProducerFencedException}, {@link #abortTransaction} and try again.
 */
public class LeatProducer<K, V> implements Producer<K, V> {

    private final ProducerSettings settings;
    private final String clientId;
    private final ClientIo io;
    private final AutoCloseable ownPorts;
    private final BufferPool pool;
    private final Accumulator accumulator;
    private final Transactions transactions;
    private final Sender sender;
    private final ProducerStats stats = new ProducerStats();
    private final Interceptors<K, V> interceptors;
    private final Serializer<K> keySerializer;
    private final Serializer<V> valueSerializer;
    private final Partitioner partitioner;
    private final Blocking blocking;
    private final TopicMetadata topics;
    private volatile boolean closed;

    public LeatProducer(Map<String, Object> configs) {
        this(configs, null, null);
    }

    public LeatProducer(
            Map<String, Object> configs,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer) {
        this(
                ProducerConfig.with(configs, keySerializer, valueSerializer),
                keySerializer,
                valueSerializer,
                null);
    }

    public LeatProducer(Properties properties) {
        this(properties, null, null);
    }

    public LeatProducer(
            Properties properties, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
        this(ProducerConfig.toMap(properties), keySerializer, valueSerializer);
    }

    /** On the ports of somebody else, for simulations and for embedding; they stay open. */
    public static <K, V> LeatProducer<K, V> on(
            Ports ports,
            Map<String, Object> configs,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer) {
        return new LeatProducer<>(
                ProducerConfig.with(configs, keySerializer, valueSerializer),
                keySerializer,
                valueSerializer,
                ports);
    }

    /** With ports given by the caller (the simulation); null means real ones of its own. */
    LeatProducer(
            ProducerConfig config,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer,
            Ports ports) {
        this.settings = ProducerSettings.of(config);
        ClientPorts own = ports == null ? ClientPorts.open("leat-producer") : null;
        this.ownPorts = own;
        Ports used = own == null ? ports : own.ports();
        this.clientId = clientId(config);
        this.io =
                new ClientIo(
                        ClientSettings.of(config, clientId, settings.maxInFlight(), true), used);
        this.pool =
                new BufferPool(
                        settings.bufferMemory(),
                        settings.batchSize(),
                        used.threads(),
                        used.clock());
        this.accumulator =
                new Accumulator(settings, pool, used.clock(), used.threads(), io.entropy());
        this.transactions = new Transactions(io, settings);
        this.sender = new Sender(io, accumulator, pool, settings, transactions, stats);
        accumulator.onWork(sender::work);
        transactions.connect(sender::abortTransaction, sender::wake);
        this.blocking = new Blocking(used.threads(), used.clock());
        this.topics = new TopicMetadata(io, blocking);
        this.keySerializer = config.serializer(true, keySerializer);
        this.valueSerializer = config.serializer(false, valueSerializer);
        this.partitioner =
                config.getConfiguredInstance(
                        ProducerConfig.PARTITIONER_CLASS_CONFIG, Partitioner.class);
        this.interceptors = new Interceptors<>(config.interceptors());
        if (config.getBoolean(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG)) {
            io.pushMetrics(this::metrics);
        }
        config.logUnknown();
    }

    private String clientId(ProducerConfig config) {
        String configured = config.getString(ProducerConfig.CLIENT_ID_CONFIG);
        if (!configured.isEmpty()) {
            return configured;
        }
        return settings.transactionalId() == null
                ? "producer"
                : "producer-" + settings.transactionalId();
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<K, V> record) {
        return send(record, null);
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<K, V> record, Callback callback) {
        ProducerRecord<K, V> changed =
                interceptors.isEmpty() ? record : interceptors.onSend(record);
        try {
            return doSend(changed, callback);
        } catch (ApiException e) {
            if (callback != null) {
                int partition = changed.partition() == null ? -1 : changed.partition();
                callback.onCompletion(
                        new RecordMetadata(
                                new TopicPartition(changed.topic(), partition), -1, -1, -1, -1, -1),
                        e);
            }
            interceptors.onSendError(changed, e);
            transactions.batchFailed(e);
            return new FailedFuture(e);
        } catch (RuntimeException e) {
            interceptors.onSendError(changed, e);
            throw e;
        }
    }

    private SendFuture doSend(ProducerRecord<K, V> record, Callback callback) {
        if (closed) {
            throw new IllegalStateException(
                    "Cannot perform operation after producer has been closed");
        }
        String topic = record.topic();
        long begunMs = 0;
        Cluster cluster = topics.known(topic, record.partition());
        if (cluster == null) {
            begunMs = io.clock().millis();
            cluster = topics.await(topic, record.partition(), settings.maxBlockMs());
        }
        RecordHeaders headers = (RecordHeaders) record.headers();
        byte[] key = serialize(keySerializer, record, record.key(), "key");
        byte[] value = serialize(valueSerializer, record, record.value(), "value");
        headers.setReadOnly();
        List<EncodedHeader> encoded = encode(headers);
        int bound = RecordEncoder.upperBound(key, value, encoded);
        checkSize(bound);
        TopicQueues queues = accumulator.topic(topic);
        PartitionQueue queue = queues.queue(partition(record, key, value, cluster, queues, bound));
        transactions.sending(queue.partition);
        return accumulator.append(
                queue,
                record.timestamp() == null ? io.clock().epochMillis() : record.timestamp(),
                key,
                value,
                encoded,
                told(callback, headers),
                blockMs(begunMs));
    }

    /** What is left of {@code max.block.ms}; metadata took from {@code begunMs} if that is set. */
    private long blockMs(long begunMs) {
        long maxMs = settings.maxBlockMs();
        return begunMs == 0 ? maxMs : Math.max(0, maxMs - (io.clock().millis() - begunMs));
    }

    private static List<EncodedHeader> encode(RecordHeaders headers) {
        if (headers.isEmpty()) {
            return List.of();
        }
        List<EncodedHeader> encoded = new ArrayList<>();
        headers.forEach(header -> encoded.add(EncodedHeader.of(header.key(), header.value())));
        return encoded;
    }

    private Callback told(Callback callback, Headers headers) {
        if (interceptors.isEmpty()) {
            return callback;
        }
        return (metadata, exception) -> {
            interceptors.onEnd(metadata, exception, headers);
            if (callback != null) {
                callback.onCompletion(metadata, exception);
            }
        };
    }

    private <T> byte[] serialize(
            Serializer<T> serializer, ProducerRecord<K, V> record, T data, String which) {
        try {
            return serializer.serialize(record.topic(), record.headers(), data);
        } catch (ClassCastException e) {
            throw new SerializationException(
                    "The "
                            + which
                            + " of class "
                            + data.getClass().getName()
                            + " cannot be serialized by "
                            + serializer.getClass().getName(),
                    e);
        }
    }

    private void checkSize(int bytes) {
        int size = bytes + BatchCodec.HEADER_BYTES;
        if (size > settings.maxRequestSize()) {
            throw new RecordTooLargeException(
                    "The message is "
                            + size
                            + " bytes when serialized which is larger than "
                            + settings.maxRequestSize()
                            + ", which is the value of the max.request.size configuration.");
        }
        if (size > settings.bufferMemory()) {
            throw new RecordTooLargeException(
                    "The message is "
                            + size
                            + " bytes when serialized which is larger than the total memory buffer"
                            + " you have configured with the buffer.memory configuration.");
        }
    }

    private int partition(
            ProducerRecord<K, V> record,
            byte[] key,
            byte[] value,
            Cluster cluster,
            TopicQueues queues,
            int bytes) {
        if (record.partition() != null) {
            return record.partition();
        }
        if (partitioner != null) {
            int chosen =
                    partitioner.partition(
                            record.topic(), record.key(), key, record.value(), value, cluster);
            if (chosen < 0) {
                throw new IllegalArgumentException(
                        "The partitioner chose partition "
                                + chosen
                                + "; partitions are never negative");
            }
            return chosen;
        }
        if (key != null && !settings.ignoreKeys()) {
            return Utils.toPositive(Utils.murmur2(key))
                    % cluster.partitionsForTopic(record.topic()).size();
        }
        return queues.nextSticky(cluster, bytes);
    }

    @Override
    public void initTransactions() {
        checkOpen();
        blocking.get(transactions.init(), settings.maxBlockMs(), "InitProducerId");
    }

    @Override
    public void beginTransaction() {
        checkOpen();
        transactions.begin();
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        checkOpen();
        if (groupMetadata == null) {
            throw new IllegalArgumentException("Consumer group metadata could not be null");
        }
        blocking.get(
                transactions.sendOffsets(offsets, groupMetadata),
                settings.maxBlockMs(),
                "the offsets to join the transaction");
    }

    @Override
    public void commitTransaction() {
        checkOpen();
        blocking.get(transactions.commit(), settings.maxBlockMs(), "the commit");
    }

    @Override
    public void abortTransaction() {
        checkOpen();
        blocking.get(transactions.abort(), settings.maxBlockMs(), "the abort");
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "Cannot perform operation after producer has been closed");
        }
    }

    @Override
    public void flush() {
        await(io.clock().millis() + Duration.ofDays(10_000).toMillis());
    }

    /** Hurries what is queued and waits for its end; whether all of it ended in time. */
    private boolean await(long deadlineMs) {
        sender.flushing.incrementAndGet();
        sender.wake();
        try {
            for (ProducerBatch batch : new ArrayList<>(accumulator.incomplete())) {
                if (!batch.awaitEnd(deadlineMs)) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } finally {
            sender.flushing.decrementAndGet();
        }
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        checkOpen();
        return topics.await(topic, null, settings.maxBlockMs()).partitionsForTopic(topic);
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return stats.metrics(clientId, pool);
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        return io.instanceId(timeout);
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        io.push(metric);
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        io.pushNoMore(metric);
    }

    @Override
    public void close() {
        close(Duration.ofDays(10_000));
    }

    @Override
    public void close(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("The timeout cannot be negative.");
        }
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!io.loop().inLoop()) {
                await(
                        io.clock().millis()
                                + Math.min(timeout.toMillis(), Duration.ofDays(10_000).toMillis()));
            }
        } finally {
            shutDown();
        }
    }

    private void shutDown() {
        pool.close();
        CompletableFuture<Void> done = new CompletableFuture<>();
        io.loop()
                .execute(
                        () -> {
                            sender.abandon(
                                    new KafkaException(
                                            "The producer was closed before the record was sent"));
                            transactions.close();
                            io.close().whenComplete((nothing, failure) -> done.complete(null));
                        });
        if (!io.loop().inLoop()) {
            blocking.get(done, settings.requestTimeoutMs(), "the connections to close");
        }
        interceptors.close();
        keySerializer.close();
        valueSerializer.close();
        try {
            if (partitioner != null) {
                partitioner.close();
            }
            if (ownPorts != null) {
                ownPorts.close();
            }
        } catch (Exception e) {
            throw new KafkaException("Failed to close the producer", e);
        }
    }
}
