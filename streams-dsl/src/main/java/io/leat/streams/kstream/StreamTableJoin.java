package io.leat.streams.kstream;

import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.topology.CurrentRecord;

/**
 * Joins each record of a stream with the row that a table has for its key now, or, where the table
 * keeps versions, had at the time of the record.
 *
 * @param left whether records without a row go on too
 * @param versioned whether the table keeps versions
 */
record StreamTableJoin<K, V, T, O>(
        TableRows<K, T> rows,
        ValueJoinerWithKey<? super K, ? super V, ? super T, ? extends O> joiner,
        boolean left,
        boolean versioned)
        implements ProcessorSupplier<K, V, K, O> {

    @Override
    public Processor<K, V, K, O> get() {
        return new Joining<>(this);
    }

    /** The join in one task. Owned by its thread. */
    static class Joining<K, V, T, O> extends ContextualProcessor<K, V, K, O> {

        private final StreamTableJoin<K, V, T, O> join;
        private TableRows.Reader<K, T> table;

        Joining(StreamTableJoin<K, V, T, O> join) {
            this.join = join;
        }

        @Override
        public void init(ProcessorContext<K, O> context) {
            super.init(context);
            table = join.rows().open(context);
        }

        @Override
        public void process(Record<K, V> record) {
            if (!dropped(record)) {
                joinNow(record);
            }
        }

        final boolean dropped(Record<K, V> record) {
            boolean drop = record.value() == null || record.key() == null && !join.left();
            if (drop) {
                ((CurrentRecord) context()).dropped("its key or value is null");
            }
            return drop;
        }

        final void joinNow(Record<K, V> record) {
            T row = record.key() == null ? null : ValueAndTimestamp.getValueOrNull(row(record));
            if (join.left() || row != null) {
                O value = join.joiner().apply(record.key(), record.value(), row);
                context().forward(record.withValue(value));
            }
        }

        private ValueAndTimestamp<T> row(Record<K, V> record) {
            return join.versioned()
                    ? table.get(record.key(), record.timestamp())
                    : table.get(record.key());
        }
    }
}
