package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A write buffer before a {@link TimeIndexed} store that finds rows by time, those that are not
 * committed too. Owned by its task's thread.
 */
final class TimeOrderedBuffer extends BufferedStore {

    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final long NEVER = Long.MAX_VALUE;

    private final TimeIndexed durable;

    /** Where each changed row stands in the order of time; null for a deleted one. */
    private final Map<Bytes, @Nullable Place> changed = new HashMap<>();

    private final TreeSet<Place> order = new TreeSet<>();

    /** No durable row that is not changed has an earlier time. */
    private long earliest = UNKNOWN;

    private record Place(long time, Bytes key) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : key.compareTo(other.key);
        }
    }

    TimeOrderedBuffer(TimeIndexed durable, boolean caching, boolean logged, StoredFormat format) {
        super(durable, caching, logged, format);
        this.durable = durable;
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        super.put(key, value);
        Place place = value == null ? null : new Place(durable.time(key, value), key);
        Place before = changed.put(key, place);
        if (before != null) {
            order.remove(before);
        }
        if (place != null) {
            order.add(place);
        }
    }

    /** The rows up to {@code time}, in its order; the caller moves each before the next. */
    KeyValueIterator<Bytes, byte[]> upTo(long time) {
        return new Due(time);
    }

    @Override
    public void commit(long position) {
        long first = order.isEmpty() ? NEVER : order.first().time();
        super.commit(position);
        forgetOrder(Math.min(earliest, first));
    }

    @Override
    public void rollback() {
        super.rollback();
        forgetOrder(UNKNOWN);
    }

    @Override
    public void restore(Collection<Change> changes, long position) {
        super.restore(changes, position);
        earliest = UNKNOWN;
    }

    @Override
    public void clear() {
        super.clear();
        forgetOrder(UNKNOWN);
    }

    private void forgetOrder(long durableFrom) {
        changed.clear();
        order.clear();
        earliest = durableFrom;
    }

    /** Rows of the buffer and of the durable store, merged by time. */
    private final class Due implements KeyValueIterator<Bytes, byte[]> {

        private final long time;
        private final @Nullable KeyValueIterator<KeyValue<Long, Bytes>, byte[]> index;
        private @Nullable Place stored;
        private @Nullable Place lastBuffered;

        Due(long time) {
            this.time = time;
            this.index = time < earliest ? null : durable.index(earliest);
        }

        /** The next durable row that is not changed, up to the time. */
        private @Nullable Place stored() {
            if (stored != null && !changed.containsKey(stored.key())) {
                return stored;
            }
            stored = null;
            if (index == null || earliest > time) {
                return null;
            }
            while (index.hasNext()) {
                KeyValue<Long, Bytes> entry = index.peekNextKey();
                if (entry.key > time && !changed.containsKey(entry.value)) {
                    earliest = entry.key;
                    return null;
                }
                index.next();
                if (!changed.containsKey(entry.value)) {
                    earliest = entry.key;
                    stored = new Place(entry.key, entry.value);
                    return stored;
                }
            }
            earliest = NEVER;
            return null;
        }

        private @Nullable Place buffered() {
            Place next =
                    lastBuffered == null
                            ? (order.isEmpty() ? null : order.first())
                            : order.higher(lastBuffered);
            return next == null || next.time() > time ? null : next;
        }

        private @Nullable Place next(@Nullable Place one, @Nullable Place other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return one.compareTo(other) < 0 ? one : other;
        }

        @Override
        public boolean hasNext() {
            return next(stored(), buffered()) != null;
        }

        private Place peek() {
            Place next = next(stored(), buffered());
            if (next == null) {
                throw new NoSuchElementException();
            }
            return next;
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            Place next = peek();
            if (next != stored) {
                lastBuffered = next;
            }
            return KeyValue.pair(next.key(), Objects.requireNonNull(get(next.key())));
        }

        @Override
        public Bytes peekNextKey() {
            return peek().key();
        }

        @Override
        public void close() {
            if (index != null) {
                index.close();
            }
        }
    }
}
