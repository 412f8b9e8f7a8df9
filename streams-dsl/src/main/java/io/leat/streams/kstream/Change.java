package io.leat.streams.kstream;

/**
 * A change of a table: the new and the old value of a key. The old one is there only if something
 * downstream asked for it.
 *
 * @param isLatest whether no later version is known; only versioned tables know any
 */
record Change<V>(V newValue, V oldValue, boolean isLatest) {

    Change(V newValue, V oldValue) {
        this(newValue, oldValue, true);
    }
}
