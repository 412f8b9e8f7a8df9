package io.leat.streams.state.rocksdb;

import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.rocksdb.Status;

/**
 * A native iterator over one state of a database, with all that it was opened with. Owned by who
 * took it from {@link Cursors}.
 */
final class Cursor implements AutoCloseable {

    /** How many deleted rows a cursor without bounds passes before it gives up. */
    private static final int MOST_SKIPPED = 1_000;

    private final RocksDB db;
    private final ColumnFamilyHandle family;
    private final Snapshot snapshot;
    private final boolean ownsSnapshot;
    private final ReadOptions options;
    private final @Nullable Slice lower;
    private final @Nullable Slice upper;
    private final RocksIterator rows;

    private Cursor(
            RocksDB db,
            ColumnFamilyHandle family,
            Snapshot snapshot,
            boolean ownsSnapshot,
            @Nullable Range bounds) {
        this.db = db;
        this.family = family;
        this.snapshot = snapshot;
        this.ownsSnapshot = ownsSnapshot;
        options = new ReadOptions().setSnapshot(snapshot);
        lower = bounds == null || bounds.from() == null ? null : new Slice(bounds.from());
        upper = bounds == null || bounds.end() == null ? null : new Slice(bounds.end());
        if (bounds == null) {
            options.setMaxSkippableInternalKeys(MOST_SKIPPED);
        }
        if (lower != null) {
            options.setIterateLowerBound(lower);
        }
        if (upper != null) {
            options.setIterateUpperBound(upper);
        }
        rows = db.newIterator(family, options);
    }

    /** One that can be used for range after range. */
    static Cursor reusable(RocksDB db, ColumnFamilyHandle family) {
        return new Cursor(db, family, db.getSnapshot(), true, null);
    }

    /** One that sees {@code range} only, of the state that is now. */
    static Cursor of(RocksDB db, ColumnFamilyHandle family, Range range) {
        return new Cursor(db, family, db.getSnapshot(), true, range);
    }

    /** One that sees {@code range} only, of the same state; closed before this. */
    Cursor only(Range range) {
        return new Cursor(db, family, snapshot, false, range);
    }

    /** Goes to the first row of {@code range}, or to the last. */
    void seek(Range range, boolean ascending) {
        byte[] from = range.from();
        byte[] end = range.end();
        if (ascending) {
            if (from == null) {
                rows.seekToFirst();
            } else {
                rows.seek(from);
            }
        } else if (end == null) {
            rows.seekToLast();
        } else {
            rows.seekForPrev(end);
            if (rows.isValid() && !range.contains(rows.key())) {
                rows.prev();
            }
        }
    }

    void advance(boolean ascending) {
        if (ascending) {
            rows.next();
        } else {
            rows.prev();
        }
    }

    /** The key of the row that it stands on; null behind the last. */
    byte @Nullable [] key() {
        return rows.isValid() ? rows.key() : null;
    }

    byte[] value() {
        return rows.value();
    }

    /** Whether it stopped among rows that are deleted, where others may follow. */
    boolean gaveUp() {
        try {
            rows.status();
            return false;
        } catch (RocksDBException e) {
            return e.getStatus() != null && e.getStatus().getCode() == Status.Code.Incomplete;
        }
    }

    @Override
    public void close() {
        rows.close();
        options.close();
        if (lower != null) {
            lower.close();
        }
        if (upper != null) {
            upper.close();
        }
        if (ownsSnapshot) {
            db.releaseSnapshot(snapshot);
            snapshot.close();
        }
    }
}
