package io.leat.streams.state;

import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The entries of some segments of a store, one segment after the other, those only that are asked
 * for. Keys are those of the store. Must be closed.
 */
final class TimedRange implements KeyValueIterator<Bytes, byte[]> {

    /** Reads one segment. */
    interface Segment {
        KeyValueIterator<Bytes, byte[]> open(long segment);
    }

    private final Segment segments;
    private final Predicate<Bytes> wanted;
    private final int direction;
    private final long last;
    private long next;
    private @Nullable KeyValueIterator<Bytes, byte[]> current;

    /** From segment {@code first} to {@code last}, both included, upwards or downwards. */
    TimedRange(Segment segments, long first, long last, boolean forward, Predicate<Bytes> wanted) {
        this.segments = segments;
        this.wanted = wanted;
        this.direction = forward ? 1 : -1;
        this.next = forward ? first : last;
        this.last = forward ? last : first;
        if (first > last) {
            next = this.last + direction;
        }
    }

    @Override
    public boolean hasNext() {
        while (true) {
            if (current == null) {
                if (direction > 0 ? next > last : next < last) {
                    return false;
                }
                current = segments.open(next);
                next += direction;
            }
            while (current.hasNext()) {
                if (wanted.test(current.peekNextKey())) {
                    return true;
                }
                current.next();
            }
            current.close();
            current = null;
        }
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
        if (!hasNext() || current == null) {
            throw new NoSuchElementException();
        }
        return current.next();
    }

    @Override
    public Bytes peekNextKey() {
        if (!hasNext() || current == null) {
            throw new NoSuchElementException();
        }
        return current.peekNextKey();
    }

    @Override
    public void close() {
        next = last + direction;
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
