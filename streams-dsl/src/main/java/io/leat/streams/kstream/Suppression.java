package io.leat.streams.kstream;

import static io.leat.common.metrics.Sensor.RecordingLevel.DEBUG;

import io.leat.common.header.Headers;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.errors.TopologyException;
import io.leat.streams.metrics.MetricGroup;
import io.leat.streams.metrics.Recorder;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.topology.CurrentRecord;
import io.leat.streams.topology.GraphNode;
import io.leat.streams.topology.OperatorTime;
import io.leat.streams.topology.RecordOrigin;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The table that holds updates of another back. */
final class Suppression<K, V> implements TableStep<K, Change<V>, K, V> {

    private static final String PREFIX = "KTABLE-SUPPRESS-";

    private final TableNode<K, V> parent;
    private final String buffer;
    private final BufferLimits limits;
    private final boolean untilClose;
    private final long waitMs;

    private Suppression(
            TableNode<K, V> parent, String buffer, SuppressedUntil<? super K> until, long waitMs) {
        this.parent = parent;
        this.buffer = buffer;
        this.limits = until.limits();
        this.untilClose = until.limit() == null;
        this.waitMs = waitMs;
        parent.step.sendOldValues();
    }

    static <K, V> TableNode<K, V> of(TableNode<K, V> parent, Suppressed<? super K> suppressed) {
        if (!(suppressed instanceof SuppressedUntil<? super K> until)) {
            throw new IllegalArgumentException(
                    "A Suppressed comes from its own methods, not from " + suppressed);
        }
        if (parent.step.versioned()) {
            throw new TopologyException("suppress() is only supported for non-versioned KTables");
        }
        DslGraph dsl = parent.dsl;
        String name = until.name() != null ? until.name() : dsl.nextName(PREFIX);
        if (until.limit() == null && parent.graceMs() == null) {
            throw new TopologyException(
                    "Only windows close: " + parent.name + " has none, and cannot wait for that.");
        }
        long waitMs = until.limit() == null ? parent.graceMs() : until.limit().toMillis();
        String store = until.name() != null ? name + "-store" : dsl.nextStoreName(PREFIX);
        Suppression<K, V> step = new Suppression<>(parent, store, until, waitMs);
        dsl.add(new GraphNode.Processing(name, List.of(parent.name), step, null));
        HeapBufferBuilder<SuppressBuffer<K, V>> builder =
                new HeapBufferBuilder<>(
                        store,
                        until.limits().logConfig(),
                        logged ->
                                new SuppressBuffer<>(
                                        store, logged, parent.keySerde, parent.valueSerde));
        dsl.later(graph -> graph.addStore(builder, name));
        return new TableNode<>(dsl, name, step, null, parent.keySerde, parent.valueSerde)
                .withGrace(parent.graceMs());
    }

    @Override
    public void sendOldValues() {
        parent.step.sendOldValues();
    }

    @Override
    public boolean sendOldValuesIfKept() {
        return parent.step.sendOldValuesIfKept();
    }

    @Override
    public TableRows<K, V> rows() {
        return new Rows<>(parent.step.rows(), buffer);
    }

    /** What went out last: what the parent has, unless an update of it is held back. */
    private record Rows<K, V>(TableRows<K, V> parent, String buffer) implements TableRows<K, V> {
        @Override
        public Reader<K, V> open(ProcessorContext<?, ?> context) {
            Reader<K, V> rows = parent.open(context);
            SuppressBuffer<K, V> held = context.getStateStore(buffer);
            return key -> {
                Headers headers = ((CurrentRecord) context).currentHeaders();
                return held.holds(key, headers)
                        ? ValueAndTimestamp.make(held.prior(key, headers), -1)
                        : rows.get(key);
            };
        }

        @Override
        public Set<String> stores() {
            Set<String> all = new HashSet<>(parent.stores());
            all.add(buffer);
            return all;
        }
    }

    @Override
    public Processor<K, Change<V>, K, Change<V>> get() {
        return new Holding();
    }

    private final class Holding extends ContextualProcessor<K, Change<V>, K, Change<V>> {

        private SuppressBuffer<K, V> held;
        private CurrentRecord current;
        private OperatorTime streamTime;
        private Recorder emitted;
        private Recorder heldRecords;
        private Recorder heldBytes;

        @Override
        public void init(ProcessorContext<K, Change<V>> context) {
            super.init(context);
            held = context.getStateStore(buffer);
            current = (CurrentRecord) context;
            streamTime = current.time(buffer + ".time");
            current.whenTimeGoesOn(this::release);
            MetricGroup node = current.meters();
            emitted = node.counter(DEBUG, "suppression-emit", "updates that were sent on");
            MetricGroup store = current.storeMeters("in-memory-suppression", buffer);
            heldRecords =
                    store.measure(DEBUG, "suppression-buffer-count", "updates that are held back");
            heldBytes =
                    store.measure(DEBUG, "suppression-buffer-size", "bytes of what is held back");
        }

        private void release(long time) {
            long expired = streamTime.observe(time) - waitMs;
            held.release(() -> held.firstTime() <= expired, current.currentHeaders(), this::send);
        }

        @Override
        public void process(Record<K, Change<V>> record) {
            held.put(
                    place(record),
                    new SuppressBuffer.Update<>(
                            record.key(),
                            record.value().newValue(),
                            record.value().oldValue(),
                            RecordOrigin.of(current.recordContext(), record)));
            release(record.timestamp());
            if (full() && !limits.emitsWhenFull()) {
                throw new StreamsException(
                        "The buffer "
                                + buffer
                                + " is full: "
                                + held.records()
                                + " of "
                                + limits.maxRecords()
                                + " records, "
                                + held.bytes()
                                + " of "
                                + limits.maxBytes()
                                + " bytes.");
            }
            held.release(this::full, current.currentHeaders(), this::send);
            heldRecords.record(held.records());
            heldBytes.record(held.bytes());
        }

        private long place(Record<K, Change<V>> record) {
            return untilClose ? ((Windowed<?>) record.key()).window().end() : record.timestamp();
        }

        private boolean full() {
            return held.records() > limits.maxRecords() || held.bytes() > limits.maxBytes();
        }

        /** A window that never had a result needs no deletion. */
        private void send(SuppressBuffer.Update<K, V> released) {
            if (released.added() == null && untilClose) {
                return;
            }
            emitted.add(1);
            current.within(
                    released.origin(),
                    () ->
                            context()
                                    .forward(
                                            new Record<>(
                                                    released.key(),
                                                    new Change<>(
                                                            released.added(), released.removed()),
                                                    released.origin().timestamp(),
                                                    released.origin().headers())));
        }
    }
}
