package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
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
import io.leat.streams.topology.OperatorTime;

/**
 * One side of a join of two streams: finds what the other side remembers near each record. In left
 * and outer joins a record without a match waits until its window closes, because a match may still
 * come; the result without a match goes out then (KAFKA-10847).
 *
 * @param left whether this is the left side
 * @param outer whether records of this side go out without a match too
 * @param unmatchedStore where they wait, null where they need not
 */
record StreamJoinSide<K, L, R, T, O>(
        JoinWindows windows,
        ValueJoinerWithKey<? super K, ? super L, ? super R, ? extends O> joiner,
        boolean left,
        boolean outer,
        String otherStore,
        String unmatchedStore,
        Serde<K> keys,
        Serde<L> lefts,
        Serde<R> rights,
        String join)
        implements ProcessorSupplier<K, T, K, O> {

    private static final String INTERVAL =
            "__emit.interval.ms.kstreams.outer.join.spurious.results.fix__";

    /** How far both sides have come in a task. */
    static final class Progress {
        private final OperatorTime streamTime;
        private long earliestWaiting = Long.MAX_VALUE;
        private long nextMs;

        Progress(OperatorTime streamTime) {
            this.streamTime = streamTime;
        }
    }

    @Override
    public Processor<K, T, K, O> get() {
        return new Side();
    }

    private long beforeMs() {
        return left ? windows.beforeMs : windows.afterMs;
    }

    private long afterMs() {
        return left ? windows.afterMs : windows.beforeMs;
    }

    @SuppressWarnings("unchecked")
    private O joined(K key, Object mine, Object other) {
        return left
                ? joiner.apply(key, (L) mine, (R) other)
                : joiner.apply(key, (L) other, (R) mine);
    }

    private final class Side extends ContextualProcessor<K, T, K, O> {

        private TimestampedWindowStore<K, Object> others;
        private UnmatchedStore<K, L, R> unmatched;
        private Progress progress;
        private long intervalMs = 1_000;

        @Override
        public void init(ProcessorContext<K, O> context) {
            super.init(context);
            others = context.getStateStore(otherStore);
            CurrentRecord task = (CurrentRecord) context;
            progress = task.shared(join, () -> new Progress(task.time(join)));
            if (unmatchedStore != null) {
                unmatched = new UnmatchedStore<>(context, unmatchedStore, keys, lefts, rights);
                Object configured = context.appConfigs().get(INTERVAL);
                if (configured != null) {
                    intervalMs = Long.parseLong(configured.toString());
                }
                if (left) {
                    task.whenTimeGoesOn(this::goOn);
                }
            }
        }

        private void goOn(long time) {
            progress.streamTime.observe(time);
            sendUnmatched(new Record<>(null, null, Math.max(0, time)));
        }

        @Override
        public void process(Record<K, T> record) {
            long time = record.timestamp();
            progress.streamTime.observe(time);
            if (outer && record.key() == null && record.value() != null) {
                forwardAlone(record);
                return;
            }
            if (record.key() == null || record.value() == null) {
                ((CurrentRecord) context()).dropped("its key or value is null");
                return;
            }
            if (unmatched != null && time == progress.streamTime.millis()) {
                sendUnmatched(record);
            }
            long latest = Math.max(0, time + afterMs());
            if (!joinNear(record, Math.max(0, time - beforeMs()), latest) && outer) {
                if (unmatched == null || latest < progress.streamTime.millis()) {
                    forwardAlone(record);
                } else {
                    progress.earliestWaiting = Math.min(progress.earliestWaiting, time);
                    unmatched.add(new Unmatched<>(record.key(), time, left), record.value());
                }
            }
        }

        private void forwardAlone(Record<K, T> record) {
            context().forward(record.withValue(joined(record.key(), record.value(), null)));
        }

        private boolean joinNear(Record<K, T> record, long from, long to) {
            boolean any = false;
            try (WindowStoreIterator<ValueAndTimestamp<Object>> found =
                    others.fetch(record.key(), from, to)) {
                while (found.hasNext()) {
                    KeyValue<Long, ValueAndTimestamp<Object>> other = found.next();
                    any = true;
                    if (unmatched != null) {
                        unmatched.remove(new Unmatched<>(record.key(), other.key, !left));
                    }
                    O value = joined(record.key(), record.value(), other.value.value());
                    context()
                            .forward(
                                    record.withValue(value)
                                            .withTimestamp(
                                                    Math.max(record.timestamp(), other.key)));
                }
            }
            return any;
        }

        /** Sends what waited until its window closed, by time. */
        private void sendUnmatched(Record<K, T> record) {
            long closing = afterMs() + windows.gracePeriodMs();
            if (progress.earliestWaiting != Long.MAX_VALUE
                    && progress.earliestWaiting + closing >= progress.streamTime.millis()) {
                return;
            }
            long now = context().currentSystemTimeMs();
            if (now < progress.nextMs) {
                return;
            }
            progress.nextMs = now + intervalMs;
            progress.earliestWaiting = Long.MAX_VALUE;
            boolean leftOpen = false;
            boolean rightOpen = false;
            try (UnmatchedStore<K, L, R>.Entries waiting = unmatched.all()) {
                while (waiting.hasNext()) {
                    UnmatchedStore.Entry<K> entry = waiting.next();
                    Unmatched<K> one = entry.unmatched();
                    // Of the one that is looked at last, as in Kafka: earlier ones may wait on.
                    progress.earliestWaiting = one.timestamp();
                    if (leftOpen && rightOpen) {
                        break;
                    }
                    if (open(one)) {
                        leftOpen |= one.left();
                        rightOpen |= !one.left();
                        if (leftOpen && rightOpen && entry.values().size() > 1) {
                            break; // Kafka looks at each value: the next one is as old
                        }
                        continue;
                    }
                    entry.values().forEach(value -> send(record, one, value));
                    unmatched.remove(one);
                }
            }
        }

        private boolean open(Unmatched<K> one) {
            long after = one.left() ? windows.afterMs : windows.beforeMs;
            return one.timestamp() + after + windows.gracePeriodMs()
                    >= progress.streamTime.millis();
        }

        private void send(Record<K, T> record, Unmatched<K> one, Object value) {
            O joined =
                    one.left() == left
                            ? joined(one.key(), value, null)
                            : joined(one.key(), null, value);
            context()
                    .forward(
                            record.withKey(one.key())
                                    .withValue(joined)
                                    .withTimestamp(one.timestamp()));
        }
    }
}
