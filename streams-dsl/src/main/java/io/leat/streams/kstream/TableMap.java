package io.leat.streams.kstream;

import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.topology.KeepsTypes;
import java.util.Set;

/** Makes a table of a table, row by row: filter and mapValues. */
final class TableMap<K, V, VR> extends RowByRow<K, V, VR> implements KeepsTypes {

    private final ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper;
    private final boolean dropEmpty;

    /**
     * Null values stay null.
     *
     * @param dropEmpty whether changes from nothing to nothing are dropped, where old values show
     *     it
     * @param stored how the result is kept, null for not at all
     */
    TableMap(
            TableNode<K, V> parent,
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper,
            boolean dropEmpty,
            Stored<K, VR> stored) {
        super(parent, stored);
        this.mapper = mapper;
        this.dropEmpty = dropEmpty;
        // Without the old row a filter cannot know that downstream never had one to delete.
        this.sendOld = dropEmpty && parent.step.sendOldValuesIfKept();
    }

    @Override
    public boolean keepsKey() {
        return true;
    }

    /** Only a filter drops what is empty. */
    @Override
    public boolean keepsValue() {
        return dropEmpty;
    }

    @Override
    TableRows<K, VR> computed() {
        return new Mapped<>(parent.step.rows(), mapper);
    }

    /** Rows that are computed from those of the parent. */
    private record Mapped<K, V, VR>(
            TableRows<K, V> parent, ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper)
            implements TableRows<K, VR> {

        @Override
        public Reader<K, VR> open(ProcessorContext<?, ?> context) {
            Reader<K, V> rows = parent.open(context);
            return new Reader<>() {
                @Override
                public ValueAndTimestamp<VR> get(K key) {
                    return mapped(key, rows.get(key));
                }

                @Override
                public ValueAndTimestamp<VR> get(K key, long asOf) {
                    return mapped(key, rows.get(key, asOf));
                }
            };
        }

        private ValueAndTimestamp<VR> mapped(K key, ValueAndTimestamp<V> row) {
            return row == null || row.value() == null
                    ? null
                    : ValueAndTimestamp.make(mapper.apply(key, row.value()), row.timestamp());
        }

        @Override
        public Set<String> stores() {
            return parent.stores();
        }
    }

    @Override
    public Processor<K, Change<V>, K, Change<VR>> get() {
        return new Running();
    }

    private final class Running extends ContextualProcessor<K, Change<V>, K, Change<VR>> {

        private final boolean fromVersions = parent.step.versioned();
        private TableStore<K, VR> store;

        @Override
        public void init(ProcessorContext<K, Change<VR>> context) {
            super.init(context);
            if (stored != null) {
                store = new TableStore<>(context, stored, sendOld);
            }
        }

        @Override
        public void process(Record<K, Change<V>> record) {
            VR added = value(record.key(), record.value().newValue());
            VR removed = sendOld ? old(record) : null;
            // A versioned table has a place in time for a change from nothing to nothing.
            if (dropEmpty && sendOld && !fromVersions && added == null && removed == null) {
                return;
            }
            Record<K, Change<VR>> change =
                    record.withValue(new Change<>(added, removed, record.value().isLatest()));
            if (store == null) {
                context().forward(change);
            } else {
                store.put(change);
            }
        }

        private VR old(Record<K, Change<V>> record) {
            return store != null
                    ? ValueAndTimestamp.getValueOrNull(store.get(record.key()))
                    : value(record.key(), record.value().oldValue());
        }

        private VR value(K key, V value) {
            return value == null ? null : mapper.apply(key, value);
        }
    }
}
