package io.leat.streams.state;

/** A window store of values with timestamps: what the DSL keeps for windowed aggregates. */
public interface TimestampedWindowStore<K, V> extends WindowStore<K, ValueAndTimestamp<V>> {}
