package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.topology.CurrentRecord;
import java.util.Objects;

/**
 * Joins rows of the left table with the answers to what they asked. An answer to what a row was
 * before is dropped: that to what it is now follows.
 */
record ForeignResolve<K, V, VO, O>(
        ForeignNames names,
        TableRows<K, V> rows,
        Serde<V> values,
        ValueJoiner<? super V, ? super VO, ? extends O> joiner,
        boolean left)
        implements ProcessorSupplier<K, Answer<VO>, K, O> {

    @Override
    public Processor<K, Answer<VO>, K, O> get() {
        return new ContextualProcessor<>() {

            private TableRows.Reader<K, V> reader;
            private ForeignNames.Hashing<V> hashing;

            @Override
            public void init(ProcessorContext<K, O> context) {
                super.init(context);
                reader = rows.open(context);
                hashing = names.hashing(context, values);
            }

            @Override
            public void process(Record<K, Answer<VO>> record) {
                V row = ValueAndTimestamp.getValueOrNull(reader.get(record.key()));
                Answer<VO> answer = record.value();
                if (!Objects.equals(answer.hash(), hashing.of(record.headers(), row))) {
                    ((CurrentRecord) context()).dropped("it answers a row that has changed since");
                    return;
                }
                boolean none = answer.value() == null && (!left || row == null);
                context()
                        .forward(record.withValue(none ? null : joiner.apply(row, answer.value())));
            }
        };
    }
}
