package io.leat.streams.kstream;

import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.TimestampedWindowStore;
import io.leat.streams.state.ValueAndTimestamp;

/** Remembers the records of one side of a join, for the other side to find. */
record JoinWindowStep<K, V>(String storeName) implements ProcessorSupplier<K, V, K, V> {

    @Override
    public Processor<K, V, K, V> get() {
        return new ContextualProcessor<>() {

            private TimestampedWindowStore<K, V> store;

            @Override
            public void init(ProcessorContext<K, V> context) {
                super.init(context);
                store = context.getStateStore(storeName);
            }

            @Override
            public void process(Record<K, V> record) {
                context().forward(record);
                if (record.key() != null) {
                    store.put(
                            record.key(),
                            ValueAndTimestamp.make(record.value(), record.timestamp()),
                            record.timestamp());
                }
            }
        };
    }
}
