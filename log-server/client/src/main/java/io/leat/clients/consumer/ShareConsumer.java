package io.leat.clients.consumer;

import io.leat.common.KafkaException;
import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.TopicIdPartition;
import io.leat.common.Uuid;
import io.leat.common.metrics.KafkaMetric;
import java.io.Closeable;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A consumer in a share group; see {@link LeatShareConsumer}. */
public interface ShareConsumer<K, V> extends Closeable {

    /** The topics it reads. */
    Set<String> subscription();

    /** Reads these topics from now on, instead of those before. */
    void subscribe(Collection<String> topics);

    /** Reads nothing from now on, and leaves the group. */
    void unsubscribe();

    /**
     * Records that are delivered to this consumer; waits for some, at most {@code timeout}. With
     * implicit acknowledgement those of the last call are accepted.
     *
     * @throws IllegalStateException with explicit acknowledgement, if a record of the last call is
     *     not acknowledged
     */
    ConsumerRecords<K, V> poll(Duration timeout);

    /** Accepts a record of the last poll. */
    void acknowledge(ConsumerRecord<K, V> record);

    /** Says what becomes of a record of the last poll; it takes effect with the next commit. */
    void acknowledge(ConsumerRecord<K, V> record, AcknowledgeType type);

    /** As above, for one that could not be deserialized. */
    void acknowledge(String topic, int partition, long offset, AcknowledgeType type);

    /** As {@link #commitSync(Duration)}, with the default timeout. */
    Map<TopicIdPartition, Optional<KafkaException>> commitSync();

    /** Tells the brokers what was acknowledged, and waits for what comes of it. */
    Map<TopicIdPartition, Optional<KafkaException>> commitSync(Duration timeout);

    /** Tells the brokers what was acknowledged; the callback hears what comes of it. */
    void commitAsync();

    /** Who is told what came of acknowledgements; null for nobody. */
    void setAcknowledgementCommitCallback(AcknowledgementCommitCallback callback);

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

    /** How long a record may be kept, once a broker has said so. */
    Optional<Integer> acquisitionLockTimeoutMs();

    /** The metrics of this consumer. */
    Map<MetricName, ? extends Metric> metrics();

    /** As {@link #close(Duration)}, with a timeout of 30 seconds. */
    @Override
    void close();

    /** Commits what was acknowledged, gives the rest back, and leaves the group. */
    void close(Duration timeout);

    /** Makes a call that waits, now or next, throw {@code WakeupException}. From any thread. */
    void wakeup();
}
