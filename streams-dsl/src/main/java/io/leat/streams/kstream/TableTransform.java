package io.leat.streams.kstream;

import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.StoreBuilder;
import io.leat.streams.state.ValueAndTimestamp;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes a table of a table, row by row, with transformers that may remember things. */
final class TableTransform<K, V, VR> extends RowByRow<K, V, VR> {

    private final ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> supplier;
    private final List<String> storeNames;

    /**
     * @param stored how the result is kept, null for not at all
     */
    TableTransform(
            TableNode<K, V> parent,
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> supplier,
            List<String> storeNames,
            Stored<K, VR> stored) {
        super(parent, stored);
        this.supplier = supplier;
        this.storeNames = storeNames;
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return supplier.stores();
    }

    @Override
    TableRows<K, VR> computed() {
        return new Transformed<>(parent.step.rows(), supplier, Set.copyOf(storeNames));
    }

    /** Rows that are computed from those of the parent. */
    private record Transformed<K, V, VR>(
            TableRows<K, V> parent,
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> supplier,
            Set<String> storeNames)
            implements TableRows<K, VR> {

        @Override
        public Reader<K, VR> open(ProcessorContext<?, ?> context) {
            Reader<K, V> rows = parent.open(context);
            ValueTransformerWithKey<? super K, ? super V, ? extends VR> transformer =
                    supplier.get();
            transformer.init(new TransformerContext(context));
            return new Reader<>() {
                @Override
                public ValueAndTimestamp<VR> get(K key) {
                    return transformed(key, rows.get(key));
                }

                @Override
                public ValueAndTimestamp<VR> get(K key, long asOf) {
                    return transformed(key, rows.get(key, asOf));
                }

                private ValueAndTimestamp<VR> transformed(K key, ValueAndTimestamp<V> row) {
                    VR value = transformer.transform(key, ValueAndTimestamp.getValueOrNull(row));
                    return ValueAndTimestamp.make(value, row == null ? -1 : row.timestamp());
                }
            };
        }

        @Override
        public Set<String> stores() {
            Set<String> all = new HashSet<>(parent.stores());
            all.addAll(storeNames);
            if (supplier.stores() != null) {
                supplier.stores().forEach(builder -> all.add(builder.name()));
            }
            return all;
        }
    }

    @Override
    public Processor<K, Change<V>, K, Change<VR>> get() {
        return new Running();
    }

    private final class Running extends ContextualProcessor<K, Change<V>, K, Change<VR>> {

        private final ValueTransformerWithKey<? super K, ? super V, ? extends VR> transformer =
                supplier.get();
        private TableStore<K, VR> store;

        @Override
        public void init(ProcessorContext<K, Change<VR>> context) {
            super.init(context);
            transformer.init(new TransformerContext(context));
            if (stored != null) {
                store = new TableStore<>(context, stored, sendOld);
            }
        }

        @Override
        public void process(Record<K, Change<V>> record) {
            Change<V> change = record.value();
            VR added = transformer.transform(record.key(), change.newValue());
            if (store != null) {
                VR old = sendOld ? ValueAndTimestamp.getValueOrNull(store.get(record.key())) : null;
                store.put(record.withValue(new Change<>(added, old)));
            } else {
                VR removed =
                        sendOld ? transformer.transform(record.key(), change.oldValue()) : null;
                context()
                        .forward(record.withValue(new Change<>(added, removed, change.isLatest())));
            }
        }

        @Override
        public void close() {
            transformer.close();
        }
    }
}
