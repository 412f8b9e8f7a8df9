package io.leat.streams.state.rocksdb;

import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import io.leat.streams.state.KeyValueIterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Iterates over a range of one state of a database; holds native memory until it is closed. */
final class RocksDbIterator implements KeyValueIterator<Bytes, byte[]> {

    private final Range range;
    private final boolean ascending;
    private final Cursor cursor;
    private final @Nullable Consumer<Cursor> done;

    /** Instead of the other, when that had to pass too many deleted rows. */
    private @Nullable Cursor bounded;

    private byte @Nullable [] key;
    private IteratorLeaks.@Nullable Watch watch;
    private boolean closed;

    /**
     * @param done takes {@code cursor} back, which sees more than the range then; null when it is
     *     for this alone
     */
    RocksDbIterator(
            Range range, boolean ascending, Cursor cursor, @Nullable Consumer<Cursor> done) {
        this.range = range;
        this.ascending = ascending;
        this.cursor = cursor;
        this.done = done;
        cursor.seek(range, ascending);
        load(null);
    }

    /** Tells {@code by} when this is closed. */
    void watched(IteratorLeaks.@Nullable Watch by) {
        watch = by;
    }

    private Cursor rows() {
        return bounded == null ? cursor : bounded;
    }

    /** Takes the key that the cursor stands on, after {@code last} was read. */
    private void load(byte @Nullable [] last) {
        byte[] found = rows().key();
        if (found == null && done != null && bounded == null && cursor.gaveUp()) {
            Range left = last == null ? range : range.after(last, ascending);
            bounded = cursor.only(left);
            bounded.seek(left, ascending);
            found = bounded.key();
        }
        key = found != null && range.contains(found) ? found : null;
    }

    @Override
    public boolean hasNext() {
        return !closed && key != null;
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
        byte[] current = current();
        byte[] value = rows().value();
        rows().advance(ascending);
        load(current);
        return KeyValue.pair(Bytes.wrap(current), value);
    }

    @Override
    public Bytes peekNextKey() {
        return Bytes.wrap(current());
    }

    private byte[] current() {
        byte[] current = key;
        if (closed || current == null) {
            throw new NoSuchElementException();
        }
        return current;
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
        if (bounded != null) {
            bounded.close();
        }
        if (done == null) {
            cursor.close();
        } else {
            done.accept(cursor);
        }
    }
}
