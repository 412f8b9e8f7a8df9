package io.leat.streams.state.rocksdb;

import java.lang.ref.Cleaner;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds iterators that nobody closed, which keep native memory and old data on the disk, and says
 * where they were opened. It watches one of {@code iterator.leak.sampling} iterators, because to
 * remember the place costs some microseconds. Safe for several threads.
 */
final class IteratorLeaks implements AutoCloseable {

    static final String SAMPLING = "iterator.leak.sampling";

    private static final Logger LOG = LoggerFactory.getLogger(IteratorLeaks.class);
    private static final int USUAL = 128;

    private final int every;
    private final Consumer<Throwable> report;
    private final Cleaner cleaner = Cleaner.create();
    private final AtomicInteger opened = new AtomicInteger();

    /** {@code every} is 1 to watch all and 0 to watch none. */
    IteratorLeaks(int every, Consumer<Throwable> report) {
        this.every = every;
        this.report = report;
    }

    static IteratorLeaks of(Map<String, Object> configs) {
        Object given = configs.get(SAMPLING);
        return new IteratorLeaks(
                given == null ? USUAL : Integer.parseInt(given.toString()),
                place ->
                        LOG.atError()
                                .setCause(place)
                                .log("an iterator of a store was never closed: use try (...)"));
    }

    /** Watches {@code iterator}, which the store {@code name} opened; null for most of them. */
    @Nullable Watch watch(Object iterator, String name) {
        if (every == 0 || opened.incrementAndGet() % every != 0) {
            return null;
        }
        Leak leak = new Leak(report, new Opened("an iterator of store " + name + " was opened"));
        return new Watch(leak, cleaner.register(iterator, leak));
    }

    /** Those that are still watched are reported even then, if they are never closed. */
    @Override
    public void close() {}

    /** The place where an iterator was opened. */
    static final class Opened extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Opened(String what) {
            super(what);
        }
    }

    /** Reports an iterator that is gone, unless it was closed. */
    private static final class Leak implements Runnable {

        private final Consumer<Throwable> report;
        private final Opened place;
        private volatile boolean closed;

        Leak(Consumer<Throwable> report, Opened place) {
            this.report = report;
            this.place = place;
        }

        @Override
        public void run() {
            if (!closed) {
                report.accept(place);
            }
        }
    }

    /** To be told when the iterator is closed. */
    record Watch(Leak leak, Cleaner.Cleanable cleanable) {

        void closed() {
            leak.closed = true;
            cleanable.clean();
        }
    }
}
