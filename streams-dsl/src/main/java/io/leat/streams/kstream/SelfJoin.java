package io.leat.streams.kstream;

import io.leat.streams.KeyValue;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.TimestampedWindowStore;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.state.WindowStoreIterator;
import io.leat.streams.topology.CurrentRecord;

/**
 * Joins a stream with itself from one store instead of two, in the order in which the plain join
 * sends its results: first as the left side, then as the right one, itself in its place among
 * those.
 */
record SelfJoin<K, L, R, O>(
        JoinWindows windows,
        ValueJoinerWithKey<? super K, ? super L, ? super R, ? extends O> joiner,
        String store)
        implements ProcessorSupplier<K, L, K, O> {

    @Override
    public Processor<K, L, K, O> get() {
        return new Joining();
    }

    private final class Joining extends ContextualProcessor<K, L, K, O> {

        private TimestampedWindowStore<K, Object> others;
        private long streamTime = -1;

        @Override
        public void init(ProcessorContext<K, O> context) {
            super.init(context);
            others = context.getStateStore(store);
        }

        @Override
        @SuppressWarnings("unchecked")
        public void process(Record<K, L> record) {
            if (record.key() == null || record.value() == null) {
                ((CurrentRecord) context()).dropped("its key or value is null");
                return;
            }
            long time = record.timestamp();
            K key = record.key();
            streamTime = Math.max(streamTime, time);
            try (WindowStoreIterator<ValueAndTimestamp<Object>> found =
                    near(key, time - windows.beforeMs, time + windows.afterMs)) {
                while (found.hasNext()) {
                    KeyValue<Long, ValueAndTimestamp<Object>> other = found.next();
                    R right = (R) other.value.value();
                    send(record, joiner.apply(key, record.value(), right), other.key);
                }
            }
            O itself = joiner.apply(key, record.value(), (R) record.value());
            boolean open = time > streamTime - windows.size() - windows.gracePeriodMs() + 1;
            boolean sent = !open;
            try (WindowStoreIterator<ValueAndTimestamp<Object>> found =
                    near(key, time - windows.afterMs, time + windows.beforeMs)) {
                while (found.hasNext()) {
                    KeyValue<Long, ValueAndTimestamp<Object>> other = found.next();
                    if (!sent && other.key > time) {
                        send(record, itself, time);
                        sent = true;
                    }
                    L left = (L) other.value.value();
                    send(record, joiner.apply(key, left, (R) record.value()), other.key);
                }
            }
            if (!sent) {
                send(record, itself, time);
            }
        }

        private WindowStoreIterator<ValueAndTimestamp<Object>> near(K key, long from, long to) {
            return others.fetch(key, Math.max(0, from), Math.max(0, to));
        }

        private void send(Record<K, L> record, O value, long other) {
            context()
                    .forward(
                            record.withValue(value)
                                    .withTimestamp(Math.max(record.timestamp(), other)));
        }
    }
}
