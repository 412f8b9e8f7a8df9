package io.leat.streams.state;

/** Makes versioned stores of bytes. */
public interface VersionedBytesStoreSupplier extends KeyValueBytesStoreSupplier {

    /** How long versions are kept after a later one took their place, in milliseconds. */
    long historyRetentionMs();
}
