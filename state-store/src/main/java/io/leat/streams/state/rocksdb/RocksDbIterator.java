package io.leat.streams.state.rocksdb;

import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import io.leat.streams.state.KeyValueIterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Iterates over a snapshot of a database; holds native memory until it is closed. */
final class RocksDbIterator implements KeyValueIterator<Bytes, byte[]> {

    private final RocksIterator iterator;
    private final ReadOptions options;
    private final @Nullable Slice lower;
    private final @Nullable Slice upper;
    private final boolean ascending;
    private IteratorLeaks.@Nullable Watch watch;
    private boolean closed;

    RocksDbIterator(
            RocksIterator iterator,
            ReadOptions options,
            @Nullable Slice lower,
            @Nullable Slice upper,
            boolean ascending) {
        this.iterator = iterator;
        this.options = options;
        this.lower = lower;
        this.upper = upper;
        this.ascending = ascending;
        if (ascending) {
            iterator.seekToFirst();
        } else {
            iterator.seekToLast();
        }
    }

    /** Tells {@code by} when this is closed. */
    void watched(IteratorLeaks.@Nullable Watch by) {
        watch = by;
    }

    @Override
    public boolean hasNext() {
        return !closed && iterator.isValid();
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
        Bytes key = peekNextKey();
        byte[] value = iterator.value();
        if (ascending) {
            iterator.next();
        } else {
            iterator.prev();
        }
        return KeyValue.pair(key, value);
    }

    @Override
    public Bytes peekNextKey() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return Bytes.wrap(iterator.key());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (watch != null) {
            watch.closed();
        }
        iterator.close();
        options.close();
        if (lower != null) {
            lower.close();
        }
        if (upper != null) {
            upper.close();
        }
    }
}
