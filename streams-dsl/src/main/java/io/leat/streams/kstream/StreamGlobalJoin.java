package io.leat.streams.kstream;

import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.topology.CurrentRecord;

/**
 * Joins each record of a stream with the row that a global table has now under the key that the
 * record selects.
 *
 * @param left whether records without a row go on too
 */
record StreamGlobalJoin<K, V, KT, T, O>(
        TableRows<KT, T> rows,
        KeyValueMapper<? super K, ? super V, ? extends KT> selector,
        ValueJoinerWithKey<? super K, ? super V, ? super T, ? extends O> joiner,
        boolean left)
        implements ProcessorSupplier<K, V, K, O> {

    @Override
    public Processor<K, V, K, O> get() {
        return new ContextualProcessor<>() {

            private TableRows.Reader<KT, T> table;

            @Override
            public void init(ProcessorContext<K, O> context) {
                super.init(context);
                table = rows.open(context);
            }

            @Override
            public void process(Record<K, V> record) {
                KT key = selector.apply(record.key(), record.value());
                if (record.value() == null || key == null && !left) {
                    ((CurrentRecord) context()).dropped("its key or value is null");
                    return;
                }
                T row = key == null ? null : ValueAndTimestamp.getValueOrNull(table.get(key));
                if (left || row != null) {
                    O value = joiner.apply(record.key(), record.value(), row);
                    context().forward(record.withValue(value));
                }
            }
        };
    }
}
