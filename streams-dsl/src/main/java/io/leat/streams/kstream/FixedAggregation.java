package io.leat.streams.kstream;

import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.ValueAndTimestamp;
import java.util.Map;

/** Keeps an aggregate for each key and fixed window. */
final class FixedAggregation<K, V, A> extends WindowStep<K, V, A> {

    private final Windows<?> windows;
    private final WindowFold<K, V, A> fold;

    FixedAggregation(
            String storeName, Windows<?> windows, EmitStrategy emit, WindowFold<K, V, A> fold) {
        super(storeName, emit);
        this.windows = windows;
        this.fold = fold;
    }

    @Override
    public Processor<K, V, Windowed<K>, Change<A>> get() {
        return new Fixed();
    }

    private final class Fixed extends Running {

        @Override
        public void process(Record<K, V> record) {
            if (record.key() == null) {
                dropped("its key is null");
                return;
            }
            long closeTime = closeTime(record);
            for (Map.Entry<Long, ? extends Window> entry :
                    windows.windowsFor(record.timestamp()).entrySet()) {
                if (entry.getValue().end() > closeTime) {
                    add(record, entry.getKey(), entry.getValue());
                } else {
                    droppedAsLate(entry.getValue(), closeTime);
                }
            }
            sendClosed(record, closeTime);
        }

        private void add(Record<K, V> record, long start, Window window) {
            ValueAndTimestamp<A> before = store.fetch(record.key(), start);
            A old = before == null ? fold.initializer().apply() : before.value();
            long timestamp =
                    before == null
                            ? record.timestamp()
                            : Math.max(record.timestamp(), before.timestamp());
            A next = fold.aggregator().apply(record.key(), record.value(), old);
            put(record, window, old, next, timestamp);
        }

        @Override
        long graceMs() {
            return windows.gracePeriodMs();
        }

        @Override
        long firstStart(long lastCloseTime) {
            return lastCloseTime < 0 ? 0 : Math.max(0, lastCloseTime - windows.size()) + 1;
        }

        @Override
        long lastStart(long closeTime) {
            return closeTime - windows.size();
        }

        @Override
        boolean anyBetween(long lastCloseTime, long from, long to) {
            return lastCloseTime < 0
                    || !windows.windowsFor(to).equals(windows.windowsFor(from - 1));
        }
    }
}
