package io.leat.streams.state;

import io.leat.streams.KeyValue;
import io.leat.streams.processor.StateStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values by key. */
public interface KeyValueStore<K, V> extends StateStore, ReadOnlyKeyValueStore<K, V> {

    /** Sets the value of {@code key}; null deletes it. */
    void put(K key, @Nullable V value);

    /** Sets the value unless there is one; returns the one there was, or null. */
    @Nullable V putIfAbsent(K key, @Nullable V value);

    void putAll(List<KeyValue<K, V>> entries);

    /** Deletes {@code key}; returns the value there was, or null. */
    @Nullable V delete(K key);
}
