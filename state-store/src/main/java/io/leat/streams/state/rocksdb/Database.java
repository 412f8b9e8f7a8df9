package io.leat.streams.state.rocksdb;

import io.leat.common.utils.Bytes;
import io.leat.streams.errors.ProcessorStateException;
import io.leat.streams.state.KeyValueIterator;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** An open RocksDB database with a column family of data and one with the changelog position. */
final class Database implements AutoCloseable {

    private static final byte[] POSITION_FAMILY = "position".getBytes(StandardCharsets.UTF_8);
    private static final byte[] POSITION_KEY = {'p'};
    private static final byte[] NOTE_KEY = {'n'};

    private final RocksDB db;
    private final RocksDbResources resources;
    private final DBOptions options;
    private final ColumnFamilyOptions familyOptions;
    private final Tuning tuning;
    private final @Nullable Options tuned;
    private final ColumnFamilyHandle data;
    private final ColumnFamilyHandle positions;
    private final IteratorLeaks leaks;
    private final WriteOptions writeOptions = new WriteOptions().setDisableWAL(true);
    private long position;
    private byte @Nullable [] note;
    private boolean noteChanged;
    private @Nullable Bytes forgotten;

    private Database(
            RocksDB db,
            RocksDbResources resources,
            DBOptions options,
            ColumnFamilyOptions familyOptions,
            Tuning tuning,
            @Nullable Options tuned,
            List<ColumnFamilyHandle> families,
            IteratorLeaks leaks)
            throws RocksDBException {
        this.db = db;
        this.resources = resources;
        this.options = options;
        this.familyOptions = familyOptions;
        this.tuning = tuning;
        this.tuned = tuned;
        this.leaks = leaks;
        this.data = families.get(0);
        this.positions = families.get(1);
        byte[] stored = db.get(positions, POSITION_KEY);
        this.position = stored == null ? -1 : ByteBuffer.wrap(stored).getLong();
        this.note = db.get(positions, NOTE_KEY);
        resources.opened(db);
    }

    static Database open(
            File folder, RocksDbResources resources, Tuning tuning, IteratorLeaks leaks) {
        DBOptions options = resources.databaseOptions();
        ColumnFamilyOptions familyOptions = resources.familyOptions();
        Options tuned = null;
        if (tuning.any()) {
            tuned = new Options(options, familyOptions);
            tuned.setTableFormatConfig(familyOptions.tableFormatConfig());
            tuning.apply(tuned);
            options.close();
            familyOptions.close();
            // Without a write-ahead log only that keeps data and position in step.
            options = new DBOptions(tuned).setAtomicFlush(true);
            familyOptions = new ColumnFamilyOptions(tuned);
        }
        List<ColumnFamilyHandle> families = new ArrayList<>();
        try {
            RocksDB db =
                    RocksDB.open(
                            options,
                            folder.getAbsolutePath(),
                            List.of(
                                    new ColumnFamilyDescriptor(
                                            RocksDB.DEFAULT_COLUMN_FAMILY, familyOptions),
                                    new ColumnFamilyDescriptor(POSITION_FAMILY, familyOptions)),
                            families);
            return new Database(
                    db, resources, options, familyOptions, tuning, tuned, families, leaks);
        } catch (RocksDBException e) {
            familyOptions.close();
            options.close();
            tuning.close(tuned);
            throw new ProcessorStateException(
                    "cannot open the store in " + folder + ": " + e.getMessage(), e);
        }
    }

    byte @Nullable [] get(byte[] key) throws RocksDBException {
        return db.get(data, key);
    }

    /** Applies changes and position in one batch, and forgets what comes before {@code bound}. */
    void write(SortedMap<Bytes, byte @Nullable []> changes, long newPosition, @Nullable Bytes bound)
            throws RocksDBException {
        try (WriteBatch batch = new WriteBatch()) {
            if (bound != null && !bound.equals(forgotten)) {
                batch.deleteRange(data, new byte[0], bound.get());
                forgotten = bound;
            }
            for (Map.Entry<Bytes, byte @Nullable []> change : changes.entrySet()) {
                byte[] value = change.getValue();
                if (value == null) {
                    batch.delete(data, change.getKey().get());
                } else {
                    batch.put(data, change.getKey().get(), value);
                }
            }
            if (noteChanged && note != null) {
                batch.put(positions, NOTE_KEY, note);
            }
            setPosition(batch, newPosition);
            db.write(writeOptions, batch);
        }
        noteChanged = false;
        position = newPosition;
    }

    private void setPosition(WriteBatch batch, long newPosition) throws RocksDBException {
        batch.put(
                positions,
                POSITION_KEY,
                ByteBuffer.allocate(Long.BYTES).putLong(newPosition).array());
    }

    /** Forgets content, position and note in one step, without reading what there is. */
    void clear() throws RocksDBException {
        try (WriteBatch batch = new WriteBatch();
                RocksIterator all = db.newIterator(data)) {
            all.seekToLast();
            if (all.isValid()) {
                // The bound is exclusive: the next key after the last has a zero byte more.
                byte[] last = all.key();
                batch.deleteRange(data, new byte[0], Arrays.copyOf(last, last.length + 1));
            }
            batch.delete(positions, NOTE_KEY);
            setPosition(batch, -1);
            db.write(writeOptions, batch);
        }
        note = null;
        noteChanged = false;
        position = -1;
        forgotten = null;
    }

    /** To be kept beside the content, from the next write on. */
    void note(byte[] bytes) {
        note = bytes;
        noteChanged = true;
    }

    byte @Nullable [] note() {
        return note;
    }

    long position() {
        return position;
    }

    long estimatedKeys() throws RocksDBException {
        return db.getLongProperty(data, "rocksdb.estimate-num-keys");
    }

    KeyValueIterator<Bytes, byte[]> iterate(
            @Nullable Bytes from, @Nullable Bytes to, boolean toIncluded, boolean ascending) {
        ReadOptions read = new ReadOptions();
        Slice lower = from == null ? null : new Slice(from.get());
        // The upper bound is exclusive: the shortest key after 'to' is 'to' with a zero byte
        // behind.
        Slice upper =
                to == null
                        ? null
                        : new Slice(
                                toIncluded
                                        ? Arrays.copyOf(to.get(), to.get().length + 1)
                                        : to.get());
        if (lower != null) {
            read.setIterateLowerBound(lower);
        }
        if (upper != null) {
            read.setIterateUpperBound(upper);
        }
        RocksIterator iterator = db.newIterator(data, read);
        RocksDbIterator opened = new RocksDbIterator(iterator, read, lower, upper, ascending);
        opened.watched(leaks.watch(opened, db.getName()));
        return opened;
    }

    KeyValueIterator<Bytes, byte[]> iteratePrefix(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xff) {
                byte[] end = Arrays.copyOf(prefix, i + 1);
                end[i]++;
                return iterate(Bytes.wrap(prefix), Bytes.wrap(end), false, true);
            }
        }
        return iterate(Bytes.wrap(prefix), null, false, true);
    }

    @Override
    public void close() {
        try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
            db.flush(flush, List.of(data, positions));
        } catch (RocksDBException e) {
            throw new ProcessorStateException("cannot flush the store: " + e.getMessage(), e);
        } finally {
            resources.closing(db);
            data.close();
            positions.close();
            db.close();
            writeOptions.close();
            familyOptions.close();
            options.close();
            tuning.close(tuned);
            if (tuned != null) {
                tuned.close();
            }
        }
    }
}
