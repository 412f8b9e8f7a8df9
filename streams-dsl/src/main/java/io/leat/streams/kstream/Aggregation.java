package io.leat.streams.kstream;

import io.leat.streams.errors.StreamsException;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.topology.CurrentRecord;
import io.leat.streams.topology.KeepsTypes;

/**
 * Keeps an aggregate for each key: of the records of a stream, or of the rows of a table, where a
 * changed row is first subtracted and then added.
 */
final class Aggregation<K, VI, V, A> implements TableStep<K, VI, K, A>, KeepsTypes {

    /** The next aggregate of a record and the one before, which is null at the beginning. */
    interface Fold<K, V, A> {
        A apply(K key, V value, A aggregate);
    }

    private final Stored<K, A> stored;
    private final boolean ofTable;
    private final Initializer<A> initializer;
    private final Fold<K, V, A> add;
    private final Fold<K, V, A> subtract;
    private boolean sendOld;
    private Class<?> made;

    private Aggregation(
            Stored<K, A> stored,
            boolean ofTable,
            Initializer<A> initializer,
            Fold<K, V, A> add,
            Fold<K, V, A> subtract) {
        this.stored = stored;
        this.ofTable = ofTable;
        this.initializer = initializer;
        this.add = add;
        this.subtract = subtract;
    }

    /**
     * @param initializer makes what comes before the first record: the first change tells of it as
     *     the old value, as Kafka's does
     */
    static <K, V, A> Aggregation<K, V, V, A> ofStream(
            Stored<K, A> stored, Initializer<A> initializer, Fold<K, V, A> add) {
        return new Aggregation<>(stored, false, initializer, add, null);
    }

    static <K, V, A> Aggregation<K, Change<V>, V, A> ofTable(
            Stored<K, A> stored, Fold<K, V, A> add, Fold<K, V, A> subtract) {
        return new Aggregation<>(stored, true, () -> null, add, subtract);
    }

    static <K, V, A> Fold<K, V, A> starting(
            Initializer<A> initializer, Aggregator<? super K, ? super V, A> aggregator) {
        return (key, value, aggregate) ->
                aggregator.apply(key, value, aggregate == null ? initializer.apply() : aggregate);
    }

    static <K, V> Fold<K, V, V> reducing(Reducer<V> reducer) {
        return (key, value, aggregate) ->
                aggregate == null ? value : reducer.apply(aggregate, value);
    }

    /** Aggregates are of that type, whatever comes. */
    Aggregation<K, VI, V, A> making(Class<?> type) {
        made = type;
        return this;
    }

    @Override
    public boolean keepsKey() {
        return true;
    }

    @Override
    public boolean keepsValue() {
        return false;
    }

    @Override
    public Class<?> madeValue() {
        return made;
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
    public boolean versioned() {
        return stored.versioned();
    }

    @Override
    public TableRows<K, A> rows() {
        return new TableRows.Kept<>(stored.name());
    }

    @Override
    public Processor<K, VI, K, Change<A>> get() {
        return new Running();
    }

    private final class Running extends ContextualProcessor<K, VI, K, Change<A>> {

        private TableStore<K, A> store;

        @Override
        public void init(ProcessorContext<K, Change<A>> context) {
            super.init(context);
            store = new TableStore<>(context, stored, sendOld);
        }

        @Override
        @SuppressWarnings("unchecked")
        public void process(Record<K, VI> record) {
            if (ofTable) {
                processChange(record, (Change<V>) record.value());
            } else if (record.key() != null && record.value() != null) {
                store.advance(record.timestamp());
                add(record, store.get(record.key()));
            } else {
                ((CurrentRecord) context()).dropped("its key or value is null");
            }
        }

        @SuppressWarnings("unchecked")
        private void add(Record<K, VI> record, ValueAndTimestamp<A> before) {
            if (before == null && store.tooOld(record.timestamp())) {
                ((CurrentRecord) context()).dropped(TableSource.TOO_OLD);
                return;
            }
            A old = before == null ? initializer.apply() : before.value();
            put(record, add.apply(record.key(), (V) record.value(), old), old, before);
        }

        private void processChange(Record<K, VI> record, Change<V> change) {
            if (record.key() == null) {
                throw new StreamsException(
                        "The key of a row for the store " + stored.name() + " is null.");
            }
            ValueAndTimestamp<A> before = store.get(record.key());
            A old = ValueAndTimestamp.getValueOrNull(before);
            A next = old;
            if (old != null && change.oldValue() != null) {
                next = subtract.apply(record.key(), change.oldValue(), old);
            }
            if (change.newValue() != null) {
                next = add.apply(record.key(), change.newValue(), next);
            }
            put(record, next, old, before);
        }

        private void put(Record<K, VI> record, A next, A old, ValueAndTimestamp<A> before) {
            long time =
                    before == null
                            ? record.timestamp()
                            : Math.max(record.timestamp(), before.timestamp());
            store.put(
                    record.withValue(new Change<>(next, sendOld ? old : null)).withTimestamp(time),
                    record.timestamp());
        }
    }
}
