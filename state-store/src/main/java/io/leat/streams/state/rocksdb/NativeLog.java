package io.leat.streams.state.rocksdb;

import org.rocksdb.InfoLogLevel;
import org.rocksdb.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warnings and errors of RocksDB in the log of the application, instead of a file and its buffer
 * for each store. Called by RocksDB's own threads.
 */
final class NativeLog extends Logger {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(NativeLog.class);

    NativeLog() {
        super(InfoLogLevel.WARN_LEVEL);
    }

    @Override
    protected void log(InfoLogLevel level, String message) {
        if (level.compareTo(InfoLogLevel.WARN_LEVEL) > 0) {
            LOG.error(message);
        } else {
            LOG.warn(message);
        }
    }
}
