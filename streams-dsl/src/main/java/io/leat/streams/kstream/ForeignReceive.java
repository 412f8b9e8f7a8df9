package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.kstream.Subscription.Wish;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.TimestampedKeyValueStore;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.topology.CurrentRecord;

/** Remembers which rows of the left table point to which key of the right one. */
record ForeignReceive<KO, K>(
        ForeignNames names,
        String storeName,
        Serde<KO> foreignKeys,
        Serde<K> primaryKeys,
        SubscriptionSerde<K> subscriptions)
        implements ProcessorSupplier<KO, Subscription<K>, KO, Subscription<K>> {

    @Override
    public Processor<KO, Subscription<K>, KO, Subscription<K>> get() {
        return new ContextualProcessor<>() {

            private TimestampedKeyValueStore<Bytes, Subscription<K>> store;
            private CombinedKeys<KO, K> keys;

            @Override
            public void init(ProcessorContext<KO, Subscription<K>> context) {
                super.init(context);
                subscriptions.open(context);
                keys = new CombinedKeys<>(context, names, foreignKeys, primaryKeys);
                store = context.getStateStore(storeName);
            }

            @Override
            public void process(Record<KO, Subscription<K>> record) {
                Subscription<K> subscription = record.value();
                if (record.key() != null) {
                    Bytes key = keys.key(record.key(), subscription.key(), record.headers());
                    store.put(
                            key,
                            subscription.wish().forgets()
                                    ? null
                                    : ValueAndTimestamp.make(subscription, record.timestamp()));
                } else if (subscription.wish() != Wish.ANSWER) {
                    ((CurrentRecord) context()).dropped("its foreign key is null");
                    return;
                }
                context().forward(record);
            }
        };
    }
}
