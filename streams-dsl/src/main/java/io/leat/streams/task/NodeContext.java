package io.leat.streams.task;

import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.StreamsMetrics;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.metrics.MetricGroup;
import io.leat.streams.processor.Cancellable;
import io.leat.streams.processor.PunctuationType;
import io.leat.streams.processor.Punctuator;
import io.leat.streams.processor.RecordContext;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.TaskId;
import io.leat.streams.processor.api.FixedKeyProcessorContext;
import io.leat.streams.processor.api.FixedKeyRecord;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import io.leat.streams.processor.api.RecordMetadata;
import io.leat.streams.processor.api.Timers;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.spi.TimeOrdered;
import io.leat.streams.topology.CurrentRecord;
import io.leat.streams.topology.OperatorTime;
import io.leat.streams.topology.Outstanding;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** What one processor sees of its task. Owned by the task's thread. */
final class NodeContext
        implements ProcessorContext<Object, Object>,
                FixedKeyProcessorContext<Object, Object>,
                CurrentRecord {

    private final String node;
    private final TaskScope scope;
    private final Set<String> connected;
    private final MetricGroup meters;
    private final Map<String, Step> children = new LinkedHashMap<>();
    private Step[] all = {};

    NodeContext(String node, TaskScope scope, Set<String> connected) {
        this.node = node;
        this.scope = scope;
        this.connected = connected;
        this.meters = scope.metrics().node(node);
    }

    boolean hasChildren() {
        return all.length > 0;
    }

    @Override
    public MetricGroup meters() {
        return meters;
    }

    @Override
    public MetricGroup storeMeters(String kind, String store) {
        return scope.metrics().store(kind, store);
    }

    @Override
    public StreamsMetrics metrics() {
        return scope.stores().metrics();
    }

    void addChild(String name, Step child) {
        children.put(name, child);
        all = children.values().toArray(Step[]::new);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <K, V> void forward(Record<K, V> record) {
        for (Step child : all) {
            child.process((Record<Object, Object>) record);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <K, V> void forward(Record<K, V> record, String childName) {
        if (childName == null) {
            forward(record);
            return;
        }
        Step child = children.get(childName);
        if (child == null) {
            throw new StreamsException(
                    "Unknown downstream node: "
                            + childName
                            + " either does not exist or is not connected to this processor, "
                            + node
                            + ".");
        }
        child.process((Record<Object, Object>) record);
    }

    @Override
    public <K, V> void forward(FixedKeyRecord<K, V> record) {
        forward(record, null);
    }

    @Override
    public <K, V> void forward(FixedKeyRecord<K, V> record, String childName) {
        forward(
                new Record<>(record.key(), record.value(), record.timestamp(), record.headers()),
                childName);
    }

    @Override
    public String applicationId() {
        return scope.settings().applicationId();
    }

    @Override
    public TaskId taskId() {
        return scope.id();
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return Optional.ofNullable(scope.current());
    }

    @Override
    public long currentTimestamp() {
        return scope.currentTimestamp();
    }

    @Override
    public <T> T shared(Object owner, Supplier<T> maker) {
        return scope.shared(owner, maker);
    }

    @Override
    public Map<Object, Headers> heldHeaders(String store) {
        return scope.heldHeaders(store);
    }

    @Override
    public OperatorTime time(String name) {
        return scope.time(name);
    }

    @Override
    public RecordContext recordContext() {
        return scope.recordContext();
    }

    @Override
    public void within(RecordContext other, Runnable work) {
        scope.within(other, work);
    }

    @Override
    public void dropped(String why) {
        scope.dropped(node, why);
    }

    @Override
    public void whenTimeGoesOn(LongConsumer listener) {
        scope.timeListeners().add(listener);
    }

    @Override
    public void outstanding(Outstanding calls) {
        scope.add(calls);
    }

    @Override
    public void failed(Record<?, ?> record, Exception cause) {
        scope.processingFailed(node, record, cause);
    }

    @Override
    public Headers currentHeaders() {
        return scope.current() == null ? new RecordHeaders() : scope.current().headers();
    }

    @Override
    public Serde<?> keySerde() {
        return scope.stores().keySerde();
    }

    @Override
    public Serde<?> valueSerde() {
        return scope.stores().valueSerde();
    }

    @Override
    public File stateDir() {
        return scope.stores().stateDir();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <S extends StateStore> S getStateStore(String name) {
        if (!connected.contains(name)) {
            StateStore global = scope.global(name);
            if (global != null) {
                return (S) global;
            }
            throw new StreamsException(
                    "Processor "
                            + node
                            + " has no access to StateStore "
                            + name
                            + " as the store is not connected to the processor. Add it with"
                            + " connectProcessorAndStateStores, with stateStoreNames in the DSL,"
                            + " or let the supplier return it from stores().");
        }
        return (S) scope.stores().get(name);
    }

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback) {
        long ms = checked(interval);
        long first = type == PunctuationType.STREAM_TIME ? 0 : scope.clock().epochMillis() + ms;
        return scope.punctuations().add(node, type, first, ms, callback);
    }

    @Override
    public Cancellable schedule(
            Instant startTime, Duration interval, PunctuationType type, Punctuator callback) {
        long ms = checked(interval);
        long start = startTime.toEpochMilli();
        if (start < 0) {
            throw new IllegalArgumentException("The start time cannot be negative.");
        }
        long now =
                type == PunctuationType.STREAM_TIME
                        ? scope.streamTime()
                        : scope.clock().epochMillis();
        long first = now <= start ? start : start + (now - start + ms - 1) / ms * ms;
        return scope.punctuations().add(node, type, first, ms, callback);
    }

    @Override
    public <K> Timers<K> timers(
            String name, Serde<K> keySerde, PunctuationType clock, Timers.Callback<K> callback) {
        checkMaySchedule();
        StateStore store = getStateStore(name);
        if (!(store instanceof TimeOrdered)) {
            throw new StreamsException(
                    "Store "
                            + name
                            + " of "
                            + node
                            + " holds no timers: make it with Timers.store.");
        }
        @SuppressWarnings("unchecked")
        KeyTimers<K> timers =
                new KeyTimers<>(node, (KeyValueStore<Bytes, byte[]>) store, keySerde, callback);
        scope.punctuations().add(clock, timers);
        return timers;
    }

    private void checkMaySchedule() {
        if (scope.fillsGlobals()) {
            throw new UnsupportedOperationException(
                    "A processor of a global store cannot schedule punctuations.");
        }
    }

    private long checked(Duration interval) {
        checkMaySchedule();
        if (interval.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "The minimum supported scheduling interval is 1 millisecond.");
        }
        return interval.toMillis();
    }

    @Override
    public void commit() {
        scope.requestCommit();
    }

    @Override
    public Map<String, Object> appConfigs() {
        return scope.settings().configs();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return scope.stores().appConfigsWithPrefix(prefix);
    }

    @Override
    public long currentSystemTimeMs() {
        return scope.clock().epochMillis();
    }

    @Override
    public long currentStreamTimeMs() {
        return scope.streamTime();
    }
}
