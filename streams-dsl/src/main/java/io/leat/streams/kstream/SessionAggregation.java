package io.leat.streams.kstream;

import io.leat.streams.KeyValue;
import io.leat.streams.kstream.internals.SessionWindow;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.SessionStore;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.topology.CurrentRecord;
import io.leat.streams.topology.OperatorTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Keeps an aggregate for each key and session. */
final class SessionAggregation<K, V, A> implements TableStep<K, V, Windowed<K>, A> {

    private final String storeName;
    private final SessionWindows windows;
    private final EmitStrategy emit;
    private final WindowFold<K, V, A> fold;
    private final Merger<? super K, A> merger;
    private boolean sendOld;
    private String timeName;

    SessionAggregation(
            String storeName,
            SessionWindows windows,
            EmitStrategy emit,
            WindowFold<K, V, A> fold,
            Merger<? super K, A> merger) {
        this.storeName = storeName;
        this.windows = windows;
        this.emit = emit;
        this.timeName = storeName + ".time";
        this.fold = fold;
        this.merger = Objects.requireNonNull(merger, "sessionMerger can't be null");
    }

    @Override
    public void ownTime(String name) {
        timeName = name;
    }

    @Override
    public void sendOldValues() {
        sendOld = true;
    }

    @Override
    public boolean sendOldValuesIfKept() {
        sendOld = true;
        return true;
    }

    @Override
    public TableRows<Windowed<K>, A> rows() {
        return new Rows<>(storeName);
    }

    /** Rows that a session store keeps. */
    private record Rows<K, A>(String store) implements TableRows<Windowed<K>, A> {

        @Override
        public Reader<Windowed<K>, A> open(ProcessorContext<?, ?> context) {
            SessionStore<K, A> rows = DslStores.of(context, store);
            return session ->
                    ValueAndTimestamp.make(
                            rows.fetchSession(
                                    session.key(),
                                    session.window().start(),
                                    session.window().end()),
                            session.window().end());
        }

        @Override
        public Set<String> stores() {
            return Set.of(store);
        }
    }

    @Override
    public Processor<K, V, Windowed<K>, Change<A>> get() {
        return new Running();
    }

    private final class Running extends ContextualProcessor<K, V, Windowed<K>, Change<A>> {

        private SessionStore<K, A> store;
        private Changes<Windowed<K>, A> changes;
        private FinalResults results;
        private OperatorTime streamTime;

        @Override
        public void init(ProcessorContext<Windowed<K>, Change<A>> context) {
            super.init(context);
            store = DslStores.of(context, storeName);
            streamTime = ((CurrentRecord) context).time(timeName);
            results = FinalResults.of(context, emit, store, closeTime -> Math.max(0, closeTime));
            changes = results == null ? Changes.sessions(context, store, sendOld) : null;
            ((CurrentRecord) context).whenTimeGoesOn(this::goOn);
        }

        private void goOn(long time) {
            streamTime.observe(time);
            sendClosed(new Record<>(null, null, Math.max(0, time)), closeTime());
        }

        @Override
        public void process(Record<K, V> record) {
            if (record.key() == null) {
                ((CurrentRecord) context()).dropped("its key is null");
                return;
            }
            long time = record.timestamp();
            List<KeyValue<Windowed<K>, A>> near = near(record.key(), time);
            streamTime.observe(time);
            long closeTime = closeTime();
            A aggregate = fold.initializer().apply();
            long start = time;
            long end = time;
            for (KeyValue<Windowed<K>, A> session : near) {
                aggregate = merger.apply(record.key(), aggregate, session.value);
                start = Math.min(start, session.key.window().start());
                end = Math.max(end, session.key.window().end());
            }
            if (end < closeTime) {
                ((CurrentRecord) context())
                        .dropped("its session ended at " + end + " and closed at " + closeTime);
            } else {
                if (start != time || end != time) {
                    near.forEach(session -> put(session.key, session.value, null));
                }
                A next = fold.aggregator().apply(record.key(), record.value(), aggregate);
                put(new Windowed<>(record.key(), new SessionWindow(start, end)), null, next);
            }
            sendClosed(record, closeTime);
        }

        private long closeTime() {
            return streamTime.millis() - windows.gracePeriodMs() - windows.inactivityGap();
        }

        /** The sessions that the record extends. A closed one may wait there to be sent. */
        private List<KeyValue<Windowed<K>, A>> near(K key, long time) {
            List<KeyValue<Windowed<K>, A>> sessions = new ArrayList<>();
            long gap = windows.inactivityGap();
            long earliest = results == null ? 0 : closeTime() + 1;
            try (KeyValueIterator<Windowed<K>, A> found =
                    store.findSessions(key, Math.max(earliest, time - gap), time + gap)) {
                found.forEachRemaining(sessions::add);
            }
            return sessions;
        }

        private void put(Windowed<K> session, A old, A next) {
            if (next == null) {
                store.remove(session);
            } else {
                store.put(session, next);
            }
            if (changes != null) {
                changes.forward(
                        new Record<>(
                                session,
                                new Change<>(next, sendOld ? old : null),
                                session.window().end()));
            }
        }

        /** Sends the results of closed sessions, if it is time to. */
        private void sendClosed(Record<K, V> record, long closeTime) {
            if (results == null || !results.due(closeTime) || closeTime < 1) {
                return;
            }
            long from = Math.max(0, results.lastCloseTime());
            if (closeTime - 1 < from) {
                return;
            }
            List<KeyValue<Windowed<K>, A>> closed = new ArrayList<>();
            try (KeyValueIterator<Windowed<K>, A> found = store.findSessions(from, closeTime - 1)) {
                found.forEachRemaining(closed::add);
            }
            closed.sort(
                    Comparator.<KeyValue<Windowed<K>, A>>comparingLong(
                                    session -> session.key.window().end())
                            .thenComparingLong(session -> session.key.window().start()));
            for (KeyValue<Windowed<K>, A> session : closed) {
                context()
                        .forward(
                                record.withKey(session.key)
                                        .withValue(new Change<>(session.value, null))
                                        .withTimestamp(session.key.window().end()));
            }
            results.sentUpTo(closeTime);
        }
    }
}
