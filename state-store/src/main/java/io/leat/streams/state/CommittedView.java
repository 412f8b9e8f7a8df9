package io.leat.streams.state;

import io.leat.common.serialization.Serializer;
import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import io.leat.streams.errors.InvalidStateStoreException;
import io.leat.streams.state.spi.AtomicStore;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What of a store is committed, to read from any thread: never a change of a transaction that may
 * yet be aborted. Ranges are read in pages; a page shows one commit, the next may show a later one.
 */
final class CommittedView implements ReadOnlyKeyValueStore<Bytes, byte[]> {

    private static final int PAGE = 256;

    private final KeyValueStore<Bytes, byte[]> durable;
    private final Lock lock;

    CommittedView(KeyValueStore<Bytes, byte[]> durable) {
        this.durable = durable;
        this.lock = durable instanceof AtomicStore atomic ? atomic.readLock() : new ReentrantLock();
    }

    private <T extends @Nullable Object> T reading(Supplier<T> read) {
        lock.lock();
        try {
            if (!durable.isOpen()) {
                throw new InvalidStateStoreException(
                        "store "
                                + durable.name()
                                + " is closed: its task moved or ended. Ask for it again.");
            }
            return read.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return reading(() -> durable.get(key));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        return new Pages(from, to, durable::range, true);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(@Nullable Bytes from, @Nullable Bytes to) {
        return new Pages(from, to, durable::reverseRange, false);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return range(null, null);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseAll() {
        return reverseRange(null, null);
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
            P prefix, PS prefixKeySerializer) {
        byte[] bytes = prefixKeySerializer.serialize("", prefix);
        return new Pages(
                Bytes.wrap(bytes),
                null,
                (from, to) -> new Prefixed(bytes, durable.range(from, to)),
                true);
    }

    @Override
    public long approximateNumEntries() {
        return reading(durable::approximateNumEntries);
    }

    /** A range, a page at a time: no iterator of the store stays open between two calls. */
    private final class Pages implements KeyValueIterator<Bytes, byte[]> {

        private final BiFunction<@Nullable Bytes, @Nullable Bytes, KeyValueIterator<Bytes, byte[]>>
                source;
        private final boolean ascending;
        private final Deque<KeyValue<Bytes, byte[]>> page = new ArrayDeque<>();
        private @Nullable Bytes from;
        private @Nullable Bytes to;
        private @Nullable Bytes last;
        private boolean ended;

        Pages(
                @Nullable Bytes from,
                @Nullable Bytes to,
                BiFunction<@Nullable Bytes, @Nullable Bytes, KeyValueIterator<Bytes, byte[]>>
                        source,
                boolean ascending) {
            this.from = from;
            this.to = to;
            this.source = source;
            this.ascending = ascending;
            reading(this::load);
        }

        private boolean load() {
            try (KeyValueIterator<Bytes, byte[]> entries = source.apply(from, to)) {
                while (page.size() < PAGE && entries.hasNext()) {
                    KeyValue<Bytes, byte[]> entry = entries.next();
                    if (!entry.key.equals(last)) {
                        page.add(entry);
                    }
                }
                ended = !entries.hasNext();
            }
            if (!page.isEmpty()) {
                last = page.getLast().key;
                if (ascending) {
                    from = last;
                } else {
                    to = last;
                }
            }
            return ended;
        }

        @Override
        public boolean hasNext() {
            while (page.isEmpty() && !ended) {
                reading(this::load);
            }
            return !page.isEmpty();
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.remove();
        }

        @Override
        public Bytes peekNextKey() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.element().key;
        }

        @Override
        public void close() {
            page.clear();
            ended = true;
        }
    }

    /** The entries up to the first whose key does not begin with the prefix. */
    private record Prefixed(byte[] prefix, KeyValueIterator<Bytes, byte[]> entries)
            implements KeyValueIterator<Bytes, byte[]> {

        @Override
        public boolean hasNext() {
            if (!entries.hasNext()) {
                return false;
            }
            byte[] key = entries.peekNextKey().get();
            return key.length >= prefix.length
                    && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            return entries.next();
        }

        @Override
        public Bytes peekNextKey() {
            return entries.peekNextKey();
        }

        @Override
        public void close() {
            entries.close();
        }
    }
}
