package io.leat.streams.kstream;

/**
 * What a row of the left table hears of the row that its foreign key points to. Immutable.
 *
 * @param hash that of the left row as it was when it asked; null when it was deleted
 * @param value null when there is nothing to join with
 * @param partition where the left row is; it is not sent along
 */
record Answer<V>(ValueHash hash, V value, Integer partition) {}
