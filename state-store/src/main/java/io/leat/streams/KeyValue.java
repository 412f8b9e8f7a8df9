package io.leat.streams;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A pair of a key and a value; either may be null. */
public class KeyValue<K extends @Nullable Object, V extends @Nullable Object> {

    public final K key;
    public final V value;

    public KeyValue(K key, V value) {
        this.key = key;
        this.value = value;
    }

    public static <K extends @Nullable Object, V extends @Nullable Object> KeyValue<K, V> pair(
            K key, V value) {
        return new KeyValue<>(key, value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyValue<?, ?> that
                && Objects.equals(key, that.key)
                && Objects.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, value);
    }

    @Override
    public String toString() {
        return "KeyValue(" + key + ", " + value + ")";
    }
}
