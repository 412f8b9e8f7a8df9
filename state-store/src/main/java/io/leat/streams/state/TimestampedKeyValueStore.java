package io.leat.streams.state;

/** Values with timestamps by key. */
public interface TimestampedKeyValueStore<K, V> extends KeyValueStore<K, ValueAndTimestamp<V>> {}
