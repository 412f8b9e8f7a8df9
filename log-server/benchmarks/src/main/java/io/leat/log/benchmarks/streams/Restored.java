package io.leat.log.benchmarks.streams;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What was restored, and when: from the begin of the first store to the end of the last. */
final class Restored {

    private final LongAdder records = new LongAdder();
    private final AtomicLong begin = new AtomicLong();
    private volatile long end;

    void begun() {
        begin.compareAndSet(0, System.nanoTime());
    }

    void batch(long count) {
        records.add(count);
    }

    void ended() {
        end = System.nanoTime();
    }

    long records() {
        return records.sum();
    }

    double seconds() {
        return begin.get() == 0 ? 0 : (end - begin.get()) / 1e9;
    }
}
