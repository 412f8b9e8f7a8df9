package io.leat.streams.kstream;

import io.leat.common.serialization.BytesSerializer;
import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.TimestampedKeyValueStore;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.topology.CurrentRecord;

/** Tells all rows of the left table that point to a changed row of the right one. */
record ForeignChange<KO, VO, K>(
        ForeignNames names,
        String storeName,
        Serde<KO> foreignKeys,
        Serde<K> primaryKeys,
        SubscriptionSerde<K> subscriptions,
        boolean versioned)
        implements ProcessorSupplier<KO, Change<VO>, K, Answer<VO>> {

    @Override
    public Processor<KO, Change<VO>, K, Answer<VO>> get() {
        return new ContextualProcessor<>() {

            private TimestampedKeyValueStore<Bytes, Subscription<K>> store;
            private CombinedKeys<KO, K> keys;

            @Override
            public void init(ProcessorContext<K, Answer<VO>> context) {
                super.init(context);
                subscriptions.open(context);
                keys = new CombinedKeys<>(context, names, foreignKeys, primaryKeys);
                store = context.getStateStore(storeName);
            }

            @Override
            public void process(Record<KO, Change<VO>> record) {
                if (versioned && !record.value().isLatest()) {
                    ((CurrentRecord) context()).dropped("a later version of its row is known");
                    return;
                }
                if (record.key() == null) {
                    ((CurrentRecord) context()).dropped("its key is null");
                    return;
                }
                Bytes prefix = keys.prefix(record.key(), record.headers());
                try (KeyValueIterator<Bytes, ValueAndTimestamp<Subscription<K>>> found =
                        store.prefixScan(prefix, new BytesSerializer())) {
                    while (found.hasNext()) {
                        KeyValue<Bytes, ValueAndTimestamp<Subscription<K>>> entry = found.next();
                        Subscription<K> one = entry.value.value();
                        context()
                                .forward(
                                        record.withKey(one.key())
                                                .withValue(
                                                        new Answer<>(
                                                                one.hash(),
                                                                record.value().newValue(),
                                                                one.partition())));
                    }
                }
            }
        };
    }
}
