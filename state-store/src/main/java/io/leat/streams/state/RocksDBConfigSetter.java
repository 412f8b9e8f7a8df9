package io.leat.streams.state;

import java.util.Map;
import org.rocksdb.Options;

/**
 * Tunes the database of each RocksDB store; named by the setting {@code rocksdb.config.setter}, it
 * has a constructor without parameters. What Leat needs (no write-ahead log, all column families
 * flushed together, one block cache and one bound for write buffers per process) is set before the
 * call.
 */
public interface RocksDBConfigSetter {

    /** Changes {@code options} before the store is opened. */
    void setConfig(String storeName, Options options, Map<String, Object> configs);

    /** The store is closed: closes what {@link #setConfig} made. */
    void close(String storeName, Options options);
}
