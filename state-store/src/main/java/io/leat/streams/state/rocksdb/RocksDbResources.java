package io.leat.streams.state.rocksdb;

import io.leat.streams.errors.ProcessorStateException;
import io.leat.streams.state.spi.NativeMemory;
import java.io.File;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.MemoryUsageType;
import org.rocksdb.MemoryUtil;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Native memory that all RocksDB stores of a process share, so that it is bounded whatever the
 * number of stores: one block cache, whose memory the write buffers count against. Safe for several
 * threads.
 */
final class RocksDbResources implements NativeMemory {

    private static final long MAX_WRITE_BUFFER_BYTES = 16L << 20;

    /** Small, because each store has two that are hardly used, and whole ones count as used. */
    private static final long ARENA_BLOCK_BYTES = 16L << 10;

    private final Cache cache;
    private final WriteBufferManager writeBuffers;
    private final BloomFilter filter;
    private final NativeLog log;
    private final long writeBufferBytes;

    /** What is open, with its memory outside the cache. */
    private final Set<RocksDB> open = new HashSet<>();

    /**
     * @param folder takes the native library, under one name, so that crashes leave no copies
     * @param bytes of which a quarter is left to what each open store needs of its own
     */
    RocksDbResources(File folder, long bytes) {
        load(folder);
        log = new NativeLog();
        cache = new LRUCache(bytes - bytes / 4);
        writeBuffers = new WriteBufferManager(bytes / 2, cache);
        writeBufferBytes = Math.min(bytes / 16, MAX_WRITE_BUFFER_BYTES);
        filter = new BloomFilter(10, false);
    }

    private static void load(File folder) {
        try {
            NativeLibraryLoader.getInstance().loadLibrary(folder.getAbsolutePath());
        } catch (IOException e) {
            throw new ProcessorStateException(
                    "cannot unpack RocksDB's native library to " + folder + ": " + e.getMessage(),
                    e);
        }
        RocksDB.loadLibrary();
    }

    /**
     * Options of a store's database. All column families are flushed together, because without a
     * write-ahead log only that keeps data and changelog position in step.
     */
    DBOptions databaseOptions() {
        return new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setAtomicFlush(true)
                .setWriteBufferManager(writeBuffers)
                .setMaxOpenFiles(256)
                .setTableCacheNumshardbits(0)
                .setLogger(log);
    }

    ColumnFamilyOptions familyOptions() {
        BlockBasedTableConfig table =
                new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setBlockSize(4096)
                        .setCacheIndexAndFilterBlocks(true)
                        .setFilterPolicy(filter);
        return new ColumnFamilyOptions()
                .setTableFormatConfig(table)
                .setWriteBufferSize(writeBufferBytes)
                .setArenaBlockSize(ARENA_BLOCK_BYTES)
                .setMaxWriteBufferNumber(4)
                .setCompressionType(CompressionType.NO_COMPRESSION);
    }

    synchronized void opened(RocksDB database) {
        open.add(database);
    }

    /** Before it is closed. */
    synchronized void closing(RocksDB database) {
        open.remove(database);
    }

    @Override
    public synchronized long bytes() {
        return cache.getUsage()
                + MemoryUtil.getApproximateMemoryUsageByType(List.copyOf(open), Set.of())
                        .getOrDefault(MemoryUsageType.kTableReadersTotal, 0L);
    }

    @Override
    public void close() {
        writeBuffers.close();
        cache.close();
        filter.close();
        log.close();
    }
}
