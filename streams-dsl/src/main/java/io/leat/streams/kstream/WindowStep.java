package io.leat.streams.kstream;

import io.leat.streams.KeyValue;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.TimestampedWindowStore;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.topology.CurrentRecord;
import io.leat.streams.topology.OperatorTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Keeps an aggregate for each key and window: what fixed and sliding windows share. */
abstract class WindowStep<K, V, A> implements TableStep<K, V, Windowed<K>, A> {

    private final String storeName;
    private final EmitStrategy emit;
    private boolean sendOld;
    private String timeName;

    WindowStep(String storeName, EmitStrategy emit) {
        this.storeName = storeName;
        this.emit = emit;
        this.timeName = storeName + ".time";
    }

    @Override
    public final void ownTime(String name) {
        timeName = name;
    }

    @Override
    public final void sendOldValues() {
        sendOld = true;
    }

    @Override
    public final boolean sendOldValuesIfKept() {
        sendOld = true;
        return true;
    }

    @Override
    public final TableRows<Windowed<K>, A> rows() {
        return new Rows<>(storeName);
    }

    /** Rows that a window store keeps. */
    private record Rows<K, A>(String store) implements TableRows<Windowed<K>, A> {

        @Override
        public Reader<Windowed<K>, A> open(ProcessorContext<?, ?> context) {
            TimestampedWindowStore<K, A> rows = DslStores.of(context, store);
            return windowed -> rows.fetch(windowed.key(), windowed.window().start());
        }

        @Override
        public Set<String> stores() {
            return Set.of(store);
        }
    }

    /** The processor. Owned by the task's thread. */
    abstract class Running extends ContextualProcessor<K, V, Windowed<K>, Change<A>> {

        TimestampedWindowStore<K, A> store;
        private Changes<Windowed<K>, A> changes;
        private FinalResults results;
        private OperatorTime streamTime;

        @Override
        public void init(ProcessorContext<Windowed<K>, Change<A>> context) {
            super.init(context);
            store = DslStores.of(context, storeName);
            streamTime = ((CurrentRecord) context).time(timeName);
            results = FinalResults.of(context, emit, store, this::firstStart);
            changes = results == null ? Changes.timestamped(context, store, sendOld) : null;
            ((CurrentRecord) context).whenTimeGoesOn(this::goOn);
        }

        private void goOn(long time) {
            Record<K, V> none = new Record<>(null, null, Math.max(0, time));
            sendClosed(none, closeTime(none));
        }

        /** The time up to which windows are closed, with {@code record} seen. */
        final long closeTime(Record<K, V> record) {
            return streamTime.observe(record.timestamp()) - graceMs();
        }

        /** How late records may be. */
        abstract long graceMs();

        final void dropped(String why) {
            ((CurrentRecord) context()).dropped(why);
        }

        final void droppedAsLate(Object window, long closeTime) {
            dropped("its window " + window + " is closed: stream time less grace is " + closeTime);
        }

        final void put(Record<K, V> record, Window window, A old, A next, long timestamp) {
            store.put(record.key(), ValueAndTimestamp.make(next, timestamp), window.start());
            if (changes != null) {
                changes.forward(
                        record.withKey(new Windowed<>(record.key(), window))
                                .withValue(new Change<>(next, sendOld ? old : null))
                                .withTimestamp(timestamp));
            }
        }

        /** Sends the results of closed windows, if it is time to. */
        final void sendClosed(Record<K, V> record, long closeTime) {
            if (results == null || !results.due(closeTime) || lastStart(closeTime) < 0) {
                return;
            }
            long from = firstStart(results.lastCloseTime());
            long to = lastStart(closeTime);
            if (!anyBetween(results.lastCloseTime(), from, to)) {
                return;
            }
            List<KeyValue<Windowed<K>, ValueAndTimestamp<A>>> closed = new ArrayList<>();
            try (KeyValueIterator<Windowed<K>, ValueAndTimestamp<A>> found =
                    store.fetchAll(from, to)) {
                found.forEachRemaining(closed::add);
            }
            closed.sort(Comparator.comparingLong(entry -> entry.key.window().start()));
            for (KeyValue<Windowed<K>, ValueAndTimestamp<A>> entry : closed) {
                context()
                        .forward(
                                record.withKey(entry.key)
                                        .withValue(new Change<>(entry.value.value(), null))
                                        .withTimestamp(entry.value.timestamp()));
            }
            results.sentUpTo(closeTime);
        }

        /** The first start of a window whose result has not gone out, -1 as last for never. */
        abstract long firstStart(long lastCloseTime);

        /** The last start of a window that is closed. */
        abstract long lastStart(long closeTime);

        /** Whether a window can start in that range. */
        boolean anyBetween(long lastCloseTime, long from, long to) {
            return true;
        }
    }
}
