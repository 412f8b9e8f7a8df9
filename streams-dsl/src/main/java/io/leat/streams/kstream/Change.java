package io.leat.streams.kstream;

/**
 * A change of a table: the new and the old value of a key. The old one is there only if something
 * downstream asked for it.
 */
record Change<V>(V newValue, V oldValue) {}
