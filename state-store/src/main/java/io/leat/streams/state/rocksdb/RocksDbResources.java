package io.leat.streams.state.rocksdb;

import io.leat.streams.errors.ProcessorStateException;
import java.io.File;
import java.io.IOException;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Native memory that all RocksDB stores of a process share, so that it is bounded whatever the
 * number of stores: one block cache, whose memory the write buffers count against.
 */
final class RocksDbResources implements AutoCloseable {

    private static final long CACHE_BYTES = 64L << 20;
    private static final long WRITE_BUFFERS_BYTES = 32L << 20;
    private static final long WRITE_BUFFER_BYTES = 8L << 20;

    private final Cache cache;
    private final WriteBufferManager writeBuffers;
    private final BloomFilter filter;

    /** {@code folder} takes the native library, under one name, so that crashes leave no copies. */
    RocksDbResources(File folder) {
        load(folder);
        cache = new LRUCache(CACHE_BYTES);
        writeBuffers = new WriteBufferManager(WRITE_BUFFERS_BYTES, cache);
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
                .setKeepLogFileNum(1)
                .setMaxLogFileSize(1 << 20);
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
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setCompressionType(CompressionType.NO_COMPRESSION);
    }

    @Override
    public void close() {
        writeBuffers.close();
        cache.close();
        filter.close();
    }
}
