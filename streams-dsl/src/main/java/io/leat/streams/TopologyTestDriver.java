package io.leat.streams;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.Metric;
import io.leat.common.MetricName;
import io.leat.common.TopicPartition;
import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.record.TimestampType;
import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.Serializer;
import io.leat.log.runtime.Clock;
import io.leat.log.transport.RealPorts;
import io.leat.streams.errors.ErrorHandlerContext;
import io.leat.streams.metrics.Meters;
import io.leat.streams.metrics.RecordingThread;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.TaskId;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.SessionStore;
import io.leat.streams.state.SessionStoreWithHeaders;
import io.leat.streams.state.TimestampedKeyValueStore;
import io.leat.streams.state.TimestampedKeyValueStoreWithHeaders;
import io.leat.streams.state.TimestampedWindowStore;
import io.leat.streams.state.TimestampedWindowStoreWithHeaders;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.state.ValueTimestampHeaders;
import io.leat.streams.state.VersionedKeyValueStore;
import io.leat.streams.state.WindowStore;
import io.leat.streams.state.spi.HeadersStore;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.state.spi.StoreFolder;
import io.leat.streams.task.GlobalStores;
import io.leat.streams.task.Output;
import io.leat.streams.task.Task;
import io.leat.streams.topology.Subtopology;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * Runs a topology without a log: each record that is put in is processed, with all that follows
 * from it, before the call returns, and committed. The wall clock stands still unless it is
 * advanced. Used by one thread.
 *
 * <pre>{@code
 * try (TopologyTestDriver driver = new TopologyTestDriver(topology, settings)) {
 *     driver.createInputTopic("in", new StringSerializer(), new StringSerializer())
 *         .pipeInput("key", "value");
 * }
 * }</pre>
 */
@NullUnmarked
public class TopologyTestDriver implements Closeable {

    private final Map<String, Queue<ProducerRecord<byte[], byte[]>>> produced =
            new LinkedHashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private final Meters meters;
    private final RecordingThread thread;
    private final SharedResources shared;
    private final Set<String> inputs = new LinkedHashSet<>();
    private final Set<Pattern> patterns = new LinkedHashSet<>();
    private final String applicationId;
    private final Task task;
    private final @Nullable Task globals;
    private final Set<String> globalTopics = new LinkedHashSet<>();
    private final StandingClock clock;

    public TopologyTestDriver(Topology topology) {
        this(topology, new Properties());
    }

    public TopologyTestDriver(Topology topology, Properties config) {
        this(topology, config, null);
    }

    public TopologyTestDriver(Topology topology, Instant initialWallClockTime) {
        this(topology, new Properties(), initialWallClockTime);
    }

    /** Without an initial time the clock begins at the epoch. */
    public TopologyTestDriver(Topology topology, Properties config, Instant initialWallClockTime) {
        clock =
                new StandingClock(
                        initialWallClockTime == null ? 0 : initialWallClockTime.toEpochMilli());
        Properties filled = new Properties();
        filled.putAll(config);
        filled.putIfAbsent(
                StreamsConfig.APPLICATION_ID_CONFIG, "dummy-topology-test-driver-app-id");
        filled.putIfAbsent(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "dummy-bootstrap-host:0");
        StreamsConfig settings = topology.settings(new StreamsConfig(filled));
        applicationId = settings.getString(StreamsConfig.APPLICATION_ID_CONFIG);
        meters = settings.meters(settings.getString(StreamsConfig.CLIENT_ID_CONFIG), clock);
        thread = new RecordingThread(Thread.currentThread().getName(), clock);
        shared = new SharedResources(meters);
        SerdeCheck.check(
                topology.graph(), settings.defaultKeySerde(), settings.defaultValueSerde());
        Subtopology whole = topology.graph().whole();
        Set<TopicPartition> partitions = new LinkedHashSet<>();
        for (String topic : whole.sourceTopics()) {
            String name = whole.isInternal(topic) ? applicationId + "-" + topic : topic;
            inputs.add(name);
            partitions.add(new TopicPartition(name, 0));
        }
        StoreFolder folder =
                new StoreFolder(
                        RealPorts.disk(Path.of(settings.getString(StreamsConfig.STATE_DIR_CONFIG))),
                        applicationId + "/0_0");
        topology.graph().globalStores().forEach(store -> globalTopics.add(store.topic()));
        globals = globalTopics.isEmpty() ? null : globals(topology, settings);
        task =
                new Task(
                        new TaskId(0, 0),
                        whole,
                        partitions,
                        settings.taskSettings(),
                        new Captured(),
                        thread,
                        folder,
                        shared,
                        partition -> OptionalLong.of(0),
                        name -> globals == null ? null : globals.stores().get(name));
        task.start();
    }

    private Task globals(Topology topology, StreamsConfig settings) {
        Set<TopicPartition> partitions = new LinkedHashSet<>();
        globalTopics.forEach(topic -> partitions.add(new TopicPartition(topic, 0)));
        Task filling =
                new Task(
                        new TaskId(-1, -1),
                        topology.graph().global(),
                        partitions,
                        settings.globalSettings(),
                        new Captured(),
                        thread,
                        new StoreFolder(
                                RealPorts.disk(
                                        Path.of(
                                                settings.getString(
                                                        StreamsConfig.STATE_DIR_CONFIG))),
                                applicationId + "/global"),
                        shared,
                        partition -> OptionalLong.of(0),
                        GlobalStores.NONE);
        filling.start();
        return filling;
    }

    public final <K, V> TestInputTopic<K, V> createInputTopic(
            String topicName, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
        return createInputTopic(
                topicName,
                keySerializer,
                valueSerializer,
                Instant.ofEpochMilli(clock.epochMillis()),
                Duration.ZERO);
    }

    public final <K, V> TestInputTopic<K, V> createInputTopic(
            String topicName,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer,
            Instant startTimestamp,
            Duration autoAdvance) {
        return new TestInputTopic<>(
                this, topicName, keySerializer, valueSerializer, startTimestamp, autoAdvance);
    }

    public final <K, V> TestOutputTopic<K, V> createOutputTopic(
            String topicName, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {
        return new TestOutputTopic<>(this, topicName, keyDeserializer, valueDeserializer);
    }

    /** All topics that were written, also the internal ones. */
    public final Set<String> producedTopicNames() {
        return produced.keySet();
    }

    Queue<ProducerRecord<byte[], byte[]>> produced(String topic) {
        return produced.computeIfAbsent(topic, name -> new ArrayDeque<>());
    }

    void pipe(String topic, byte[] key, byte[] value, Headers headers, long timestamp) {
        if (!inputs.contains(topic) && !globalTopics.contains(topic)) {
            throw new IllegalArgumentException("Unknown topic: " + topic);
        }
        enqueue(topic, key, value, headers, timestamp);
        work();
    }

    private void enqueue(String topic, byte[] key, byte[] value, Headers headers, long timestamp) {
        long offset = offsets.merge(topic, 1L, Long::sum) - 1;
        (globalTopics.contains(topic) ? globals : task)
                .add(
                        new TopicPartition(topic, 0),
                        List.of(
                                new ConsumerRecord<>(
                                        topic,
                                        0,
                                        offset,
                                        timestamp,
                                        TimestampType.CREATE_TIME,
                                        key == null ? -1 : key.length,
                                        value == null ? -1 : value.length,
                                        key,
                                        value,
                                        new RecordHeaders(headers),
                                        Optional.empty())));
    }

    private void work() {
        fillGlobals();
        while ((task.hasRecords() || task.waitsForAnswers()) && task.process()) {
            task.punctuateStreamTime();
            commit();
            fillGlobals();
        }
    }

    private void fillGlobals() {
        if (globals == null) {
            return;
        }
        while (globals.process()) {
            globals.forwardChanges();
            globals.committed(Map.of());
        }
    }

    private void commit() {
        task.forwardChanges();
        task.logChanges();
        task.committed(Map.of());
    }

    /** Moves the wall clock; due punctuations run once. */
    public void advanceWallClockTime(Duration advance) {
        clock.millis += advance.toMillis();
        thread.look();
        task.punctuateWallClock();
        commit();
        work();
    }

    /**
     * Waits until all calls of asynchronous operators are answered, and goes on with the answers.
     * Not needed where functions answer at once; {@link #advanceWallClockTime} goes on with those
     * that are there, and lets time run out.
     *
     * @param atMost of real time
     */
    public void awaitAnswers(Duration atMost) {
        work();
        for (long left = atMost.toMillis(); task.waitsForAnswers(); left--) {
            if (left <= 0) {
                throw new IllegalStateException("some calls had no answer within " + atMost);
            }
            LockSupport.parkNanos(1_000_000);
            work();
        }
    }

    /** What the topology counts, under the names of Kafka Streams. */
    public Map<MetricName, ? extends Metric> metrics() {
        return meters.metrics();
    }

    public Map<String, StateStore> getAllStateStores() {
        Map<String, StateStore> all = new HashMap<>(task.stores());
        if (globals != null) {
            all.putAll(globals.stores());
        }
        return all;
    }

    public StateStore getStateStore(String name) {
        return getAllStateStores().get(name);
    }

    private StateStore withoutHeaders(String name) {
        StateStore store = getStateStore(name);
        return store == null ? null : HeadersStore.withoutHeaders(store);
    }

    /** A key-value store; of one with timestamps, the plain values. */
    @SuppressWarnings("unchecked")
    public <K, V> KeyValueStore<K, V> getKeyValueStore(String name) {
        StateStore store = withoutHeaders(name);
        if (store instanceof TimestampedKeyValueStore<?, ?> timestamped) {
            return new PlainValues<>((TimestampedKeyValueStore<K, V>) timestamped);
        }
        return store instanceof KeyValueStore<?, ?> ? (KeyValueStore<K, V>) store : null;
    }

    @SuppressWarnings("unchecked")
    public <K, V> KeyValueStore<K, ValueAndTimestamp<V>> getTimestampedKeyValueStore(String name) {
        return withoutHeaders(name) instanceof TimestampedKeyValueStore<?, ?> store
                ? (TimestampedKeyValueStore<K, V>) store
                : null;
    }

    @SuppressWarnings("unchecked")
    public <K, V> KeyValueStore<K, ValueTimestampHeaders<V>> getTimestampedKeyValueStoreWithHeaders(
            String name) {
        return getStateStore(name) instanceof TimestampedKeyValueStoreWithHeaders<?, ?> store
                ? (TimestampedKeyValueStoreWithHeaders<K, V>) store
                : null;
    }

    @SuppressWarnings("unchecked")
    public <K, V> VersionedKeyValueStore<K, V> getVersionedKeyValueStore(String name) {
        return getStateStore(name) instanceof VersionedKeyValueStore<?, ?> store
                ? (VersionedKeyValueStore<K, V>) store
                : null;
    }

    /** A window store; of one with timestamps, the plain values. */
    @SuppressWarnings("unchecked")
    public <K, V> WindowStore<K, V> getWindowStore(String name) {
        StateStore store = withoutHeaders(name);
        if (store instanceof TimestampedWindowStore<?, ?> timestamped) {
            return new PlainWindows<>(
                    (TimestampedWindowStore<K, V>) timestamped,
                    ValueAndTimestamp::value,
                    value -> ValueAndTimestamp.make(value, -1));
        }
        return store instanceof WindowStore<?, ?> ? (WindowStore<K, V>) store : null;
    }

    @SuppressWarnings("unchecked")
    public <K, V> WindowStore<K, ValueAndTimestamp<V>> getTimestampedWindowStore(String name) {
        return withoutHeaders(name) instanceof TimestampedWindowStore<?, ?> store
                ? (TimestampedWindowStore<K, V>) store
                : null;
    }

    @SuppressWarnings("unchecked")
    public <K, V> WindowStore<K, ValueTimestampHeaders<V>> getTimestampedWindowStoreWithHeaders(
            String name) {
        return getStateStore(name) instanceof TimestampedWindowStoreWithHeaders<?, ?> store
                ? (TimestampedWindowStoreWithHeaders<K, V>) store
                : null;
    }

    @SuppressWarnings("unchecked")
    public <K, V> SessionStore<K, V> getSessionStore(String name) {
        return withoutHeaders(name) instanceof SessionStore<?, ?> store
                ? (SessionStore<K, V>) store
                : null;
    }

    @SuppressWarnings("unchecked")
    public <K, V> SessionStoreWithHeaders<K, V> getSessionStoreWithHeaders(String name) {
        return getStateStore(name) instanceof SessionStoreWithHeaders<?, ?> store
                ? (SessionStoreWithHeaders<K, V>) store
                : null;
    }

    @Override
    public void close() {
        task.close();
        if (globals != null) {
            globals.close();
        }
        try (Meters last = meters) {
            shared.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing the stores failed", e);
        }
    }

    /** A clock that only a test moves. */
    private static final class StandingClock implements Clock {

        private long millis;

        StandingClock(long millis) {
            this.millis = millis;
        }

        @Override
        public long nanos() {
            return millis * 1_000_000L;
        }

        @Override
        public long epochMillis() {
            return millis;
        }
    }

    /** Keeps what the topology writes, and feeds back what it reads itself. */
    private final class Captured implements Output {

        @Override
        public void send(ProducerRecord<byte[], byte[]> record, ErrorHandlerContext context) {
            produced(record.topic()).add(record);
            if (inputs.contains(record.topic()) || globalTopics.contains(record.topic())) {
                enqueue(
                        record.topic(),
                        record.key(),
                        record.value(),
                        record.headers(),
                        record.timestamp());
            }
        }

        @Override
        public void log(ProducerRecord<byte[], byte[]> change, ErrorHandlerContext context) {
            produced(change.topic()).add(change);
        }

        @Override
        public int partitions(String topic) {
            return 1;
        }
    }
}
