package io.leat.clients.consumer;

import io.leat.clients.network.ClientIo;
import io.leat.clients.network.ClientPorts;
import io.leat.clients.network.ClientSettings;
import io.leat.common.KafkaException;
import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.TopicIdPartition;
import io.leat.common.TopicPartition;
import io.leat.common.Uuid;
import io.leat.common.errors.InvalidGroupIdException;
import io.leat.common.metrics.KafkaMetric;
import io.leat.common.serialization.Deserializer;
import io.leat.log.runtime.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * A consumer in a share group (KIP-932): the members of the group share the records of partitions,
 * not the partitions, and say of each record what became of it. One thread uses it at a time; only
 * {@link #wakeup} may come from others.
 *
 * <p>With {@code share.acknowledgement.mode=implicit}, the default, the records of a poll are
 * accepted by the next one. With {@code explicit} each record is acknowledged by the application:
 *
 * <pre>{@code
 * try (ShareConsumer<String, String> consumer = new LeatShareConsumer<>(settings)) {
 *     consumer.subscribe(List.of("jobs"));
 *     while (running) {
 *         for (ConsumerRecord<String, String> job : consumer.poll(Duration.ofMillis(100))) {
 *             consumer.acknowledge(
 *                     job, work(job) ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
 *         }
 *         consumer.commitSync();
 *     }
 * }
 * }</pre>
 */
public class LeatShareConsumer<K, V> implements ShareConsumer<K, V> {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final ClientIo io;
    private final Runnable closePorts;
    private final Waiting waiting;
    private final ShareMembership membership;
    private final ShareFetches<K, V> fetches;
    private final Decoding<K, V> decoding;
    private final ConsumerMetrics metrics;
    private final boolean explicit;
    private final int maxRecords;
    private final int timeoutMs;
    private final OneUser user = new OneUser();
    private Set<String> topics = Set.of();

    /** Records of the last poll of which nothing is said yet. */
    private final Map<TopicPartition, Set<Long>> open = new HashMap<>();

    /** Records that are kept longer: the next poll returns them again. */
    private final Map<TopicPartition, Map<Long, ConsumerRecord<K, V>>> given = new HashMap<>();

    private final List<ConsumerRecord<K, V>> renewed = new ArrayList<>();
    private final Map<TopicPartition, List<ConsumerRecord<K, V>>> arrived = new LinkedHashMap<>();

    /** A consumer with these settings; see {@link ConsumerConfig}. */
    public LeatShareConsumer(Map<String, Object> configs) {
        this(configs, null, null);
    }

    /** A consumer with these settings; see {@link ConsumerConfig}. */
    public LeatShareConsumer(Properties properties) {
        this(properties, null, null);
    }

    /** As {@link #LeatShareConsumer(Properties)}, with deserializers that are ready for use. */
    public LeatShareConsumer(
            Properties properties,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer) {
        this(ConsumerParts.toMap(properties), keyDeserializer, valueDeserializer);
    }

    /** As {@link #LeatShareConsumer(Map)}, with deserializers that are ready for use. */
    public LeatShareConsumer(
            Map<String, Object> configs,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer) {
        this(
                config(configs, keyDeserializer, valueDeserializer),
                keyDeserializer,
                valueDeserializer,
                ClientPorts.open("share-consumer"));
    }

    private LeatShareConsumer(
            ConsumerConfig config,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer,
            ClientPorts ports) {
        this(config, keyDeserializer, valueDeserializer, ports.ports(), ports::close);
    }

    /** On the ports of somebody else, for simulations and for embedding; they stay open. */
    public static <K, V> LeatShareConsumer<K, V> on(
            Ports ports,
            Map<String, Object> configs,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer) {
        return new LeatShareConsumer<>(
                config(configs, keyDeserializer, valueDeserializer),
                keyDeserializer,
                valueDeserializer,
                ports,
                () -> {});
    }

    private static ConsumerConfig config(
            Map<String, Object> configs, Deserializer<?> key, Deserializer<?> value) {
        return new ConsumerConfig(ConsumerConfig.withDeserializers(configs, key, value));
    }

    /**
     * @param closePorts runs when it is closed, and if it cannot be made
     */
    private LeatShareConsumer(
            ConsumerConfig config,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer,
            Ports ports,
            Runnable closePorts) {
        this.closePorts = closePorts;
        try {
            this.explicit =
                    config.getString(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG)
                            .equals("explicit");
            boolean exact =
                    config.getString(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG)
                            .equalsIgnoreCase("record_limit");
            String groupId = config.getString(ConsumerConfig.GROUP_ID_CONFIG);
            if (groupId == null || groupId.isEmpty()) {
                throw new InvalidGroupIdException(
                        "A share consumer is in a group: set " + ConsumerConfig.GROUP_ID_CONFIG);
            }
            String clientId = config.getString(ConsumerConfig.CLIENT_ID_CONFIG);
            if (clientId.isEmpty()) {
                clientId =
                        "share-consumer-"
                                + groupId
                                + "-"
                                + Long.toString(ports.entropy().nextLong() >>> 1, 36);
            }
            this.metrics = new ConsumerMetrics(clientId);
            this.io = new ClientIo(ClientSettings.of(config, clientId, 100, false), ports);
            if (config.getBoolean(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG)) {
                io.pushMetrics(metrics::all);
            }
            this.waiting = new Waiting(ports.threads(), ports.clock());
            this.decoding =
                    ConsumerParts.decoding(config, keyDeserializer, valueDeserializer, false);
            this.maxRecords = config.getInt(ConsumerConfig.MAX_POLL_RECORDS_CONFIG);
            this.timeoutMs = config.getInt(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);
            String rack = config.getString(ConsumerConfig.CLIENT_RACK_CONFIG);
            this.membership =
                    new ShareMembership(
                            io,
                            groupId,
                            rack.isEmpty() ? null : rack,
                            waiting,
                            config.getLong(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG));
            this.fetches =
                    new ShareFetches<>(
                            io,
                            groupId,
                            membership,
                            waiting,
                            decoding,
                            new ShareNode.Limits(
                                    config.getInt(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
                                    config.getInt(ConsumerConfig.FETCH_MIN_BYTES_CONFIG),
                                    config.getInt(ConsumerConfig.FETCH_MAX_BYTES_CONFIG),
                                    maxRecords,
                                    exact));
            io.metadata().onChange(view -> waiting.raise());
            config.logUnknown();
        } catch (RuntimeException e) {
            closePorts.run();
            throw e;
        }
    }

    @Override
    public Set<String> subscription() {
        return user.call(() -> topics);
    }

    @Override
    public void subscribe(Collection<String> names) {
        user.run(
                () -> {
                    if (names.isEmpty()) {
                        leave();
                        return;
                    }
                    topics = Set.copyOf(names);
                    io.metadata().followOnly(names);
                    membership.subscribe(new TreeSet<>(names));
                });
    }

    @Override
    public void unsubscribe() {
        user.run(this::leave);
    }

    private void leave() {
        topics = Set.of();
        fetches.close(waiting.deadline(Duration.ofMillis(timeoutMs)));
        open.clear();
        given.clear();
        membership.leave();
    }

    @Override
    public ConsumerRecords<K, V> poll(Duration timeout) {
        return user.call(() -> pollOpen(timeout));
    }

    private ConsumerRecords<K, V> pollOpen(Duration timeout) {
        if (topics.isEmpty()) {
            throw new IllegalStateException("The consumer is not subscribed to any topics.");
        }
        finishLastPoll();
        long deadline = waiting.deadline(timeout);
        if (!renewed.isEmpty()) {
            return giveAgain();
        }
        while (true) {
            RuntimeException failure = membership.takeFailure();
            if (failure != null) {
                throw failure;
            }
            if (arrived.isEmpty()) {
                arrived.putAll(fetches.take());
            }
            if (!arrived.isEmpty()) {
                return give();
            }
            fetches.fetch();
            if (waiting.now() >= deadline) {
                return ConsumerRecords.empty();
            }
            waiting.sleep(deadline);
        }
    }

    /** What is not acknowledged by now is accepted, or a mistake. */
    private void finishLastPoll() {
        boolean any = open.values().stream().anyMatch(each -> !each.isEmpty());
        if (explicit && any) {
            throw new IllegalStateException(
                    "All records must be acknowledged in explicit acknowledgement mode.");
        }
        open.forEach(
                (partition, offsets) ->
                        offsets.forEach(
                                offset ->
                                        fetches.say(partition, offset, AcknowledgeType.ACCEPT.id)));
        open.clear();
    }

    private ConsumerRecords<K, V> giveAgain() {
        Map<TopicPartition, List<ConsumerRecord<K, V>>> again = new LinkedHashMap<>();
        for (ConsumerRecord<K, V> each : renewed) {
            again.computeIfAbsent(
                            new TopicPartition(each.topic(), each.partition()),
                            p -> new ArrayList<>())
                    .add(each);
        }
        renewed.clear();
        given.clear();
        note(again);
        return new ConsumerRecords<>(again, Map.of());
    }

    private ConsumerRecords<K, V> give() {
        given.clear();
        Map<TopicPartition, List<ConsumerRecord<K, V>>> now = new LinkedHashMap<>(arrived);
        arrived.clear();
        note(now);
        return new ConsumerRecords<>(now, Map.of());
    }

    private void note(Map<TopicPartition, List<ConsumerRecord<K, V>>> records) {
        records.forEach(
                (partition, all) -> {
                    Set<Long> offsets = open.computeIfAbsent(partition, p -> new TreeSet<>());
                    Map<Long, ConsumerRecord<K, V>> known =
                            given.computeIfAbsent(partition, p -> new HashMap<>());
                    all.forEach(
                            each -> {
                                offsets.add(each.offset());
                                known.put(each.offset(), each);
                            });
                });
    }

    @Override
    public void acknowledge(ConsumerRecord<K, V> record) {
        acknowledge(record, AcknowledgeType.ACCEPT);
    }

    @Override
    public void acknowledge(ConsumerRecord<K, V> record, AcknowledgeType type) {
        acknowledge(record.topic(), record.partition(), record.offset(), type);
    }

    @Override
    public void acknowledge(String topic, int partition, long offset, AcknowledgeType type) {
        user.run(
                () -> {
                    if (!explicit) {
                        throw new IllegalStateException(
                                "Implicit acknowledgement of delivery is being used.");
                    }
                    TopicPartition of = new TopicPartition(topic, partition);
                    ConsumerRecord<K, V> record = given.getOrDefault(of, Map.of()).get(offset);
                    if (record == null) {
                        throw new IllegalStateException(
                                "The record cannot be acknowledged: the last poll did not return"
                                        + " it.");
                    }
                    open.getOrDefault(of, new TreeSet<>()).remove(offset);
                    renewed.remove(record);
                    if (type == AcknowledgeType.RENEW) {
                        renewed.add(record);
                    }
                    fetches.say(of, offset, type.id);
                });
    }

    @Override
    public Map<TopicIdPartition, Optional<KafkaException>> commitSync() {
        return commitSync(Duration.ofMillis(timeoutMs));
    }

    @Override
    public Map<TopicIdPartition, Optional<KafkaException>> commitSync(Duration timeout) {
        return user.call(
                () -> {
                    if (!explicit) {
                        finishLastPoll();
                    }
                    return fetches.commit(waiting.deadline(timeout), arrived);
                });
    }

    @Override
    public void commitAsync() {
        user.run(
                () -> {
                    if (!explicit) {
                        finishLastPoll();
                    }
                    fetches.fetch(); // brings it; where one is on its way, the next one does
                });
    }

    @Override
    public void setAcknowledgementCommitCallback(AcknowledgementCommitCallback callback) {
        user.run(() -> fetches.callback(callback));
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
    public Optional<Integer> acquisitionLockTimeoutMs() {
        return user.call(fetches::lockMs);
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return metrics.all();
    }

    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    @Override
    public void close(Duration timeout) {
        user.close(
                () -> {
                    waiting.closing();
                    long deadline = waiting.deadline(timeout);
                    try {
                        if (!explicit) {
                            finishLastPoll();
                        }
                        fetches.close(deadline);
                        waiting.get(membership.leave(), deadline, "Leaving the group");
                    } finally {
                        decoding.key().close();
                        decoding.value().close();
                        io.close();
                        closePorts.run();
                    }
                });
    }

    @Override
    public void wakeup() {
        waiting.wakeup();
    }
}
