package io.leat.streams.state.rocksdb;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;

/**
 * Opens cursors on a database and keeps one for the next who needs it, until a commit: opening one
 * costs many times what a search with it does. Safe for several threads.
 */
final class Cursors implements AutoCloseable {

    private final RocksDB db;
    private final ColumnFamilyHandle family;
    private final AtomicReference<@Nullable Idle> idle = new AtomicReference<>();
    private final AtomicLong commits = new AtomicLong();

    /** A cursor that nobody uses, and the last commit that it shows at least. */
    private record Idle(Cursor cursor, long commit) {}

    Cursors(RocksDB db, ColumnFamilyHandle family) {
        this.db = db;
        this.family = family;
    }

    /** An iterator over what is committed now. */
    RocksDbIterator iterate(Range range, boolean ascending) {
        if (range.from() == null || range.end() == null) {
            return new RocksDbIterator(range, ascending, Cursor.of(db, family, range), null);
        }
        long commit = commits.get();
        Idle kept = idle.getAndSet(null);
        if (kept != null && kept.commit != commit) {
            kept.cursor.close();
            kept = null;
        }
        Cursor cursor = kept == null ? Cursor.reusable(db, family) : kept.cursor;
        return new RocksDbIterator(range, ascending, cursor, done -> give(done, commit));
    }

    private void give(Cursor cursor, long commit) {
        if (commit != commits.get() || !idle.compareAndSet(null, new Idle(cursor, commit))) {
            cursor.close();
        }
    }

    /** There is a commit that kept cursors do not show. */
    void committed() {
        commits.incrementAndGet();
        close();
    }

    @Override
    public void close() {
        Idle kept = idle.getAndSet(null);
        if (kept != null) {
            kept.cursor.close();
        }
    }
}
