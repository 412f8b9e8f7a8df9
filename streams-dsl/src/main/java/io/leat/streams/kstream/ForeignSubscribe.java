package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.streams.kstream.Subscription.Wish;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.processor.api.Record;
import io.leat.streams.topology.CurrentRecord;
import java.util.Arrays;
import java.util.function.BiFunction;

/** Tells the table on the right where each changed row of the left one points to. */
record ForeignSubscribe<K, V, KO>(
        ForeignNames names,
        BiFunction<? super K, ? super V, ? extends KO> extractor,
        Serde<KO> foreignKeys,
        Serde<V> values,
        SubscriptionSerde<K> subscriptions,
        boolean left,
        boolean versioned)
        implements ProcessorSupplier<K, Change<V>, KO, Subscription<K>> {

    @Override
    public Processor<K, Change<V>, KO, Subscription<K>> get() {
        return new Sending();
    }

    private final class Sending extends ContextualProcessor<K, Change<V>, KO, Subscription<K>> {

        private Serde<KO> keySerde;
        private ForeignNames.Hashing<V> hashing;
        private String keyTopic;

        @Override
        @SuppressWarnings("unchecked")
        public void init(ProcessorContext<KO, Subscription<K>> context) {
            super.init(context);
            subscriptions.open(context);
            hashing = names.hashing(context, values);
            keySerde = foreignKeys != null ? foreignKeys : (Serde<KO>) context.keySerde();
            keyTopic = names.foreignKeyTopic(context);
        }

        @Override
        public void process(Record<K, Change<V>> record) {
            if (versioned && !record.value().isLatest()) {
                ((CurrentRecord) context()).dropped("a later version of its row is known");
                return;
            }
            V before = record.value().oldValue();
            V now = record.value().newValue();
            if (before == null && now == null) {
                return;
            }
            KO from = before == null ? null : extractor.apply(record.key(), before);
            KO to = now == null ? null : extractor.apply(record.key(), now);
            boolean moved = from != null && !(to != null && same(record, from, to));
            if (left) {
                if (moved) {
                    send(record, from, Wish.FORGET);
                }
                send(record, to, Wish.ANSWER);
            } else if (to == null) {
                if (now != null) {
                    ((CurrentRecord) context()).dropped("its foreign key is null");
                }
                if (from != null) {
                    send(record, from, Wish.FORGET_AND_ANSWER);
                }
            } else if (moved) {
                send(record, from, Wish.FORGET);
                send(record, to, Wish.ANSWER);
            } else {
                send(record, to, Wish.ANSWER_IF_THERE);
            }
        }

        /** Keys are the same that are the same on the wire, whatever equals says. */
        private boolean same(Record<K, Change<V>> record, KO one, KO other) {
            return Arrays.equals(
                    keySerde.serializer().serialize(keyTopic, record.headers(), one),
                    keySerde.serializer().serialize(keyTopic, record.headers(), other));
        }

        private void send(Record<K, Change<V>> record, KO key, Wish wish) {
            Subscription<K> subscription =
                    new Subscription<>(
                            hashing.of(record.headers(), record.value().newValue()),
                            wish,
                            record.key(),
                            context().taskId().partition());
            context().forward(record.withKey(key).withValue(subscription));
        }
    }
}
