package io.leat.streams.task;

import java.util.concurrent.atomic.AtomicLong;

/** A number that one thread counts up and others read. */
public final class Counter {

    private final AtomicLong count = new AtomicLong();

    /** Only for the thread that counts. */
    public void add(long more) {
        count.lazySet(count.get() + more);
    }

    public long get() {
        return count.get();
    }

    /** The value as metrics have it. */
    Object metricValue() {
        return (double) count.get();
    }
}
