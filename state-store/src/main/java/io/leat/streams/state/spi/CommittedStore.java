package io.leat.streams.state.spi;

import io.leat.streams.state.ReadOnlyKeyValueStore;

/** A store that shows other threads what is committed of it. */
public interface CommittedStore<K, V> {

    /** Safe for several threads. Fails once the store is closed. */
    ReadOnlyKeyValueStore<K, V> committed();
}
