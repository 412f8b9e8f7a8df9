package io.leat.streams.kstream;

import io.leat.streams.KeyValue;
import io.leat.streams.kstream.internals.TimeWindow;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.ValueAndTimestamp;
import io.leat.streams.state.WindowStoreIterator;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps an aggregate for each key and sliding window. The timestamp of a window's aggregate is that
 * of its latest record, from which follows which windows a new record must begin:
 *
 * <pre>
 *   previous        record                 later
 *   ----*--------------*---------------------*---->
 *       [  left: ends at the record]
 *        [ right of the previous ]
 *                       [ right of the record, if later is in it ]
 * </pre>
 */
final class SlidingAggregation<K, V, A> extends WindowStep<K, V, A> {

    private final SlidingWindows windows;
    private final long difference;
    private final WindowFold<K, V, A> fold;

    SlidingAggregation(
            String storeName, SlidingWindows windows, EmitStrategy emit, WindowFold<K, V, A> fold) {
        super(storeName, emit);
        this.windows = windows;
        this.difference = windows.timeDifferenceMs();
        this.fold = fold;
    }

    @Override
    public Processor<K, V, Windowed<K>, Change<A>> get() {
        return new Sliding();
    }

    /** What the windows near a record say about those it must begin. */
    private final class Near {
        final Set<Long> starts = new HashSet<>();
        ValueAndTimestamp<A> left;
        ValueAndTimestamp<A> right;
        boolean leftExists;
        Long previous;
    }

    private final class Sliding extends Running {

        @Override
        public void process(Record<K, V> record) {
            if (record.key() == null || record.value() == null) {
                dropped("its key or value is null");
                return;
            }
            long closeTime = closeTime(record);
            long time = record.timestamp();
            if (time + difference < closeTime) {
                droppedAsLate("[" + time + "," + (time + difference) + "]", closeTime);
                return;
            }
            if (time < difference) {
                processEarly(record, closeTime);
                return;
            }
            Near near = update(record, closeTime);
            if (near != null) {
                begin(record, near, closeTime);
            }
            sendClosed(record, closeTime);
        }

        /**
         * Updates the windows that hold the record, latest first; null when it is not the first of
         * its time, so that it begins none.
         */
        private Near update(Record<K, V> record, long closeTime) {
            long time = record.timestamp();
            Near near = new Near();
            try (WindowStoreIterator<ValueAndTimestamp<A>> found =
                    store.backwardFetch(
                            record.key(), Math.max(0, time - 2 * difference), time + 1)) {
                while (found.hasNext()) {
                    KeyValue<Long, ValueAndTimestamp<A>> entry = found.next();
                    long start = entry.key;
                    long end = start + difference;
                    ValueAndTimestamp<A> aggregate = entry.value;
                    near.starts.add(start);
                    if (end < time) {
                        near.left = aggregate;
                        near.previous = aggregate.timestamp();
                        break;
                    }
                    if (start == time + 1) {
                        continue;
                    }
                    if (end > time && near.right == null) {
                        near.right = aggregate;
                    }
                    add(record, start, aggregate, closeTime);
                    if (end == time) {
                        near.leftExists = true;
                        if (aggregate.timestamp() >= time) {
                            return null;
                        }
                        near.previous = aggregate.timestamp();
                    }
                }
            }
            return near;
        }

        private void begin(Record<K, V> record, Near near, long closeTime) {
            long time = record.timestamp();
            if (near.previous != null
                    && !near.starts.contains(near.previous + 1)
                    && near.previous + 1 + difference >= time) {
                add(record, near.previous + 1, empty(time), closeTime);
            }
            if (!near.leftExists) {
                boolean withPrevious = near.previous != null && time - difference <= near.previous;
                add(
                        record,
                        time - difference,
                        withPrevious ? at(near.left, time) : empty(time),
                        closeTime);
            }
            beginRight(record, near.starts, near.right);
        }

        /** The window right after the record, if a later record is in it. */
        private void beginRight(Record<K, V> record, Set<Long> starts, ValueAndTimestamp<A> right) {
            long start = record.timestamp() + 1;
            if (!starts.contains(start)
                    && right != null
                    && right.timestamp() > record.timestamp()) {
                put(record, window(start), null, right.value(), right.timestamp());
            }
        }

        /** Records at the beginning of time share the window from 0: none can start earlier. */
        private void processEarly(Record<K, V> record, long closeTime) {
            long time = record.timestamp();
            Set<Long> starts = new HashSet<>();
            ValueAndTimestamp<A> first = null;
            ValueAndTimestamp<A> right = null;
            Long previous = null;
            try (KeyValueIterator<Long, ValueAndTimestamp<A>> found =
                    store.fetch(record.key(), 0, time + 1)) {
                while (found.hasNext()) {
                    KeyValue<Long, ValueAndTimestamp<A>> entry = found.next();
                    starts.add(entry.key);
                    if (entry.key == 0) {
                        first = entry.value;
                        previous = first.timestamp() < time ? (Long) first.timestamp() : null;
                    } else if (entry.key <= time) {
                        right = entry.value;
                        add(record, entry.key, entry.value, closeTime);
                    }
                }
            }
            if (right == null && first != null && first.timestamp() > time) {
                right = first;
            }
            beginRight(record, starts, right);
            if (previous != null && !starts.contains(previous + 1)) {
                add(record, previous + 1, empty(time), closeTime);
            }
            add(record, 0, first == null ? empty(time) : first, closeTime);
        }

        /** The aggregate of no record: null where the initializer says so. */
        private ValueAndTimestamp<A> empty(long time) {
            return ValueAndTimestamp.make(fold.initializer().apply(), time);
        }

        private ValueAndTimestamp<A> at(ValueAndTimestamp<A> aggregate, long time) {
            return ValueAndTimestamp.make(aggregate.value(), time);
        }

        private Window window(long start) {
            return new TimeWindow(start, start + difference);
        }

        private void add(
                Record<K, V> record, long start, ValueAndTimestamp<A> before, long closeTime) {
            Window window = window(start);
            if (window.end() < closeTime) {
                droppedAsLate(window, closeTime);
                return;
            }
            A old = ValueAndTimestamp.getValueOrNull(before);
            A next = fold.aggregator().apply(record.key(), record.value(), old);
            long timestamp =
                    before == null
                            ? record.timestamp()
                            : Math.max(record.timestamp(), before.timestamp());
            put(record, window, old, next, timestamp);
        }

        @Override
        long graceMs() {
            return windows.gracePeriodMs();
        }

        @Override
        long firstStart(long lastCloseTime) {
            return lastCloseTime < 0 ? 0 : Math.max(0, lastCloseTime - difference);
        }

        @Override
        long lastStart(long closeTime) {
            return closeTime - difference - 1;
        }
    }
}
