package io.leat.streams.state.rocksdb;

import io.leat.common.utils.Bytes;
import io.leat.streams.errors.ProcessorStateException;
import io.leat.streams.state.KeyValueIterator;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Statistics;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** An open RocksDB database with a column family of data and one with the changelog position. */
final class Database implements AutoCloseable {

    private static final byte[] POSITION_FAMILY = "position".getBytes(StandardCharsets.UTF_8);
    private static final byte[] POSITION_KEY = {'p'};
    private static final byte[] NOTE_KEY = {'n'};
    private static final byte[] FORMAT_KEY = {'f'};

    private final RocksDB db;
    private final RocksDbResources resources;
    private final DBOptions options;
    private final ColumnFamilyOptions familyOptions;
    private final Tuning tuning;
    private final @Nullable Options tuned;
    private final @Nullable Statistics statistics;
    private final ColumnFamilyHandle data;
    private final ColumnFamilyHandle positions;
    private final IteratorLeaks leaks;
    private final WriteOptions logged = new WriteOptions();
    private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);

    /** Whether there may be changes in memory that the write-ahead log knows nothing of. */
    private boolean ahead;

    private final Cursors cursors;
    private final int positionsId;
    private final String name;
    private long position;
    private byte @Nullable [] note;
    private boolean noteChanged;
    private @Nullable String format;
    private @Nullable Bytes forgotten;

    private Database(
            RocksDB db,
            RocksDbResources resources,
            DBOptions options,
            ColumnFamilyOptions familyOptions,
            Tuning tuning,
            @Nullable Options tuned,
            @Nullable Statistics statistics,
            List<ColumnFamilyHandle> families,
            IteratorLeaks leaks)
            throws RocksDBException {
        this.db = db;
        this.resources = resources;
        this.options = options;
        this.familyOptions = familyOptions;
        this.tuning = tuning;
        this.tuned = tuned;
        this.statistics = statistics;
        this.leaks = leaks;
        this.data = families.get(0);
        this.positions = families.get(1);
        this.positionsId = positions.getID();
        this.cursors = new Cursors(db, data);
        this.name = db.getName();
        byte[] stored = db.get(positions, POSITION_KEY);
        this.position = stored == null ? -1 : ByteBuffer.wrap(stored).getLong();
        this.note = db.get(positions, NOTE_KEY);
        byte[] named = db.get(positions, FORMAT_KEY);
        this.format = named == null ? null : new String(named, StandardCharsets.UTF_8);
        resources.opened(db);
    }

    static Database open(
            File folder,
            RocksDbResources resources,
            Tuning tuning,
            IteratorLeaks leaks,
            boolean counting) {
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
        // Counting costs some percent: only where somebody asks for it.
        Statistics statistics = counting ? new Statistics() : null;
        if (statistics != null) {
            options.setStatistics(statistics);
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
                    db,
                    resources,
                    options,
                    familyOptions,
                    tuning,
                    tuned,
                    statistics,
                    families,
                    leaks);
        } catch (RocksDBException e) {
            familyOptions.close();
            options.close();
            tuning.close(tuned);
            if (statistics != null) {
                statistics.close();
            }
            throw new ProcessorStateException(
                    "cannot open the store in " + folder + ": " + e.getMessage(), e);
        }
    }

    byte @Nullable [] get(byte[] key) throws RocksDBException {
        return db.get(data, key);
    }

    /** Applies changes and position in one batch, and forgets what comes before {@code bound}. */
    void write(
            Collection<? extends Map.Entry<Bytes, byte @Nullable []>> changes,
            long newPosition,
            @Nullable Bytes bound)
            throws RocksDBException {
        if (ahead) {
            // Without what came before it, what the log brings back would not be what it was.
            flush();
            ahead = false;
        }
        apply(logged, changes, newPosition, bound);
    }

    /** The same without the write-ahead log: the changelog has it all. */
    void restore(
            Collection<? extends Map.Entry<Bytes, byte @Nullable []>> changes,
            long newPosition,
            @Nullable Bytes bound)
            throws RocksDBException {
        ahead = true;
        apply(unlogged, changes, newPosition, bound);
    }

    private void flush() throws RocksDBException {
        try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
            db.flush(flush, List.of(data, positions));
        }
    }

    private void apply(
            WriteOptions how,
            Collection<? extends Map.Entry<Bytes, byte @Nullable []>> changes,
            long newPosition,
            @Nullable Bytes bound)
            throws RocksDBException {
        List<BatchBytes.Row> beside = new ArrayList<>();
        beside.add(new BatchBytes.Row(POSITION_KEY, bytes(newPosition)));
        if (noteChanged && note != null) {
            beside.add(new BatchBytes.Row(NOTE_KEY, note));
        }
        byte[] bytes =
                BatchBytes.of(
                        bound == null || bound.equals(forgotten) ? null : bound,
                        changes,
                        positionsId,
                        beside);
        try (WriteBatch batch = new WriteBatch(bytes)) {
            db.write(how, batch);
        }
        forgotten = bound == null ? forgotten : bound;
        noteChanged = false;
        position = newPosition;
        cursors.committed();
    }

    private static byte[] bytes(long position) {
        return ByteBuffer.allocate(Long.BYTES).putLong(position).array();
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
            batch.put(positions, POSITION_KEY, bytes(-1));
            db.write(logged, batch);
        }
        note = null;
        noteChanged = false;
        position = -1;
        forgotten = null;
        cursors.committed();
    }

    @Nullable String format() {
        return format;
    }

    /** The name of the format of values, kept at once and whatever is forgotten. */
    void format(String name) throws RocksDBException {
        db.put(positions, logged, FORMAT_KEY, name.getBytes(StandardCharsets.UTF_8));
        format = name;
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
        return property("rocksdb.estimate-num-keys");
    }

    /** A number that RocksDB keeps, such as {@code rocksdb.block-cache-usage}. */
    long property(String name) throws RocksDBException {
        return db.getLongProperty(data, name);
    }

    /** What RocksDB counts, if it does. */
    @Nullable Statistics statistics() {
        return statistics;
    }

    KeyValueIterator<Bytes, byte[]> iterate(Range range, boolean ascending) {
        RocksDbIterator opened = cursors.iterate(range, ascending);
        opened.watched(leaks.watch(opened, name));
        return opened;
    }

    @Override
    public void close() {
        cursors.close();
        try {
            flush();
        } catch (RocksDBException e) {
            throw new ProcessorStateException("cannot flush the store: " + e.getMessage(), e);
        } finally {
            resources.closing(db);
            data.close();
            positions.close();
            db.close();
            logged.close();
            unlogged.close();
            familyOptions.close();
            options.close();
            tuning.close(tuned);
            if (tuned != null) {
                tuned.close();
            }
            if (statistics != null) {
                statistics.close();
            }
        }
    }
}
