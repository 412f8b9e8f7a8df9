package io.leat.streams.state;

/** A key-value store of values with timestamps and headers. KIP-1271. */
public interface TimestampedKeyValueStoreWithHeaders<K, V>
        extends KeyValueStore<K, ValueTimestampHeaders<V>> {}
