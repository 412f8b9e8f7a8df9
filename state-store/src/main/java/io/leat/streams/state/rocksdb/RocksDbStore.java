package io.leat.streams.state.rocksdb;

import static io.leat.common.metrics.Sensor.RecordingLevel.DEBUG;

import io.leat.common.serialization.Serializer;
import io.leat.common.utils.Bytes;
import io.leat.streams.errors.InvalidStateStoreException;
import io.leat.streams.errors.ProcessorStateException;
import io.leat.streams.metrics.MetricGroup;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.spi.AtomicStore;
import io.leat.streams.state.spi.StoreContext;
import java.io.File;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * A store of bytes in a RocksDB database of its own. Data and changelog position are written in one
 * batch to two column families that are flushed together. Commits go through a write-ahead log that
 * is not forced: they survive the end of the process; what is restored does not need it, because
 * the changelog has it. After a crash the store is as it was at some commit, and the position says
 * at which. Owned by its task's thread; interactive queries may read beside it.
 */
public final class RocksDbStore implements AtomicStore {

    /** Native memory of all stores on RocksDB of an application, in bytes. */
    public static final String MEMORY_SETTING = "state.memory.bytes";

    public static final long MEMORY_BYTES = 256L << 20;

    private final String name;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile @Nullable Database database;

    public RocksDbStore(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        if (!(context instanceof StoreContext own)) {
            throw new InvalidStateStoreException("store " + name + " needs a Leat task's context.");
        }
        File folder = new File(new File(own.folder().file(), "rocksdb"), name);
        if (!folder.isDirectory() && !folder.mkdirs()) {
            throw new ProcessorStateException(
                    "cannot create the folder " + folder + " of store " + name + ".");
        }
        RocksDbResources resources =
                own.shared()
                        .get(
                                RocksDbResources.class,
                                () ->
                                        new RocksDbResources(
                                                own.folder().file(),
                                                memoryBytes(context.appConfigs())));
        IteratorLeaks leaks =
                own.shared().get(IteratorLeaks.class, () -> IteratorLeaks.of(context.appConfigs()));
        database =
                Database.open(
                        folder,
                        resources,
                        Tuning.of(name, context.appConfigs()),
                        leaks,
                        own.metrics().records(DEBUG));
        context.register(root, (key, value) -> put(Bytes.wrap(key), value));
    }

    private static long memoryBytes(Map<String, Object> configs) {
        Object given = configs.get(MEMORY_SETTING);
        return given == null ? MEMORY_BYTES : Long.parseLong(given.toString());
    }

    private Database database() {
        Database open = database;
        if (open == null) {
            throw new InvalidStateStoreException("store " + name + " is not open.");
        }
        return open;
    }

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return database != null;
    }

    /** Writes what is still in memory to the disk, then closes. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            Database open = database;
            database = null;
            if (open != null) {
                open.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public Lock readLock() {
        return lock.readLock();
    }

    @Override
    public void clear() {
        try {
            database().clear();
        } catch (RocksDBException e) {
            throw failed("clear", e);
        }
    }

    @Override
    public void note(byte[] bytes) {
        database().note(bytes);
    }

    @Override
    public @Nullable String format() {
        return database().format();
    }

    @Override
    public void format(String format) {
        try {
            database().format(format);
        } catch (RocksDBException e) {
            throw failed("keep its format", e);
        }
    }

    @Override
    public byte @Nullable [] note() {
        return database().note();
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        try {
            return database().get(key.get());
        } catch (RocksDBException e) {
            throw failed("read", e);
        }
    }

    @Override
    public void write(
            Collection<? extends Map.Entry<Bytes, byte @Nullable []>> changes,
            long position,
            @Nullable Bytes bound) {
        try {
            database().write(changes, position, bound);
        } catch (RocksDBException e) {
            throw failed("write", e);
        }
    }

    @Override
    public void restore(
            Collection<? extends Map.Entry<Bytes, byte @Nullable []>> changes,
            long position,
            @Nullable Bytes bound) {
        try {
            database().restore(changes, position, bound);
        } catch (RocksDBException e) {
            throw failed("restore", e);
        }
    }

    @Override
    public long position() {
        return database().position();
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        return database().iterate(Range.closed(from, to), true);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(@Nullable Bytes from, @Nullable Bytes to) {
        return database().iterate(Range.closed(from, to), false);
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
            P prefix, PS serializer) {
        return database().iterate(Range.ofPrefix(serializer.serialize("", prefix)), true);
    }

    @Override
    public long approximateNumEntries() {
        try {
            return database().estimatedKeys();
        } catch (RocksDBException e) {
            throw failed("count", e);
        }
    }

    /** Adds the figures of the database to {@code group}; 0 while it is closed. */
    public void measure(MetricGroup group) {
        new DatabaseMetrics(this::figure).addTo(group);
    }

    private double figure(DatabaseMetrics.Figure figure) {
        lock.readLock().lock();
        try {
            Database open = database;
            return open == null ? 0 : figure.read(open);
        } catch (RocksDBException e) {
            throw failed("say its figures", e);
        } finally {
            lock.readLock().unlock();
        }
    }

    private ProcessorStateException failed(String what, RocksDBException cause) {
        return new ProcessorStateException(
                "store " + name + " could not " + what + ": " + cause.getMessage(), cause);
    }
}
