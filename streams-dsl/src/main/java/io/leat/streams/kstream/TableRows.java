package io.leat.streams.kstream;

import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.state.ValueAndTimestamp;
import java.util.Set;

/** Where another operator can read the rows of a table. */
interface TableRows<K, V> {

    /** Reads them in one task. */
    Reader<K, V> open(ProcessorContext<?, ?> context);

    /** The stores that the reading operator must be connected to. */
    Set<String> stores();

    /** Finds a row; null when there is none. Owned by the task's thread. */
    interface Reader<K, V> {
        ValueAndTimestamp<V> get(K key);

        /** The row as it was then; only tables with versions know. */
        default ValueAndTimestamp<V> get(K key, long asOf) {
            throw new UnsupportedOperationException("the rows of this table have no versions.");
        }
    }

    /** Rows that a key-value store keeps. */
    record Kept<K, V>(String store) implements TableRows<K, V> {

        @Override
        public Reader<K, V> open(ProcessorContext<?, ?> context) {
            TableStore.RowStore<K, V> rows =
                    TableStore.RowStore.of(DslStores.<StateStore>of(context, store));
            return new Reader<>() {
                @Override
                public ValueAndTimestamp<V> get(K key) {
                    return rows.get(key);
                }

                @Override
                public ValueAndTimestamp<V> get(K key, long asOf) {
                    return rows.get(key, asOf);
                }
            };
        }

        @Override
        public Set<String> stores() {
            return Set.of(store);
        }
    }
}
