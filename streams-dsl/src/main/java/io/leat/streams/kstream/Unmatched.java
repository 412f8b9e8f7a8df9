package io.leat.streams.kstream;

/** Names the records of one side, key and time that wait for a match. Immutable. */
record Unmatched<K>(K key, long timestamp, boolean left) {}
