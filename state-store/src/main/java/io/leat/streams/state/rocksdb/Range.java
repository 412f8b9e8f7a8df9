package io.leat.streams.state.rocksdb;

import io.leat.common.utils.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys. Immutable.
 *
 * @param from the first key; null for that of the store
 * @param end the first key after it; null when there is none
 */
record Range(byte @Nullable [] from, byte @Nullable [] end) {

    /** From {@code from} to {@code to}, both included; null leaves a side open. */
    static Range closed(@Nullable Bytes from, @Nullable Bytes to) {
        // The shortest key after 'to' is 'to' with a zero byte behind.
        return new Range(
                from == null ? null : from.get(),
                to == null ? null : Arrays.copyOf(to.get(), to.get().length + 1));
    }

    static Range ofPrefix(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xff) {
                byte[] end = Arrays.copyOf(prefix, i + 1);
                end[i]++;
                return new Range(prefix, end);
            }
        }
        return new Range(prefix, null);
    }

    boolean contains(byte[] key) {
        return (from == null || Arrays.compareUnsigned(key, from) >= 0)
                && (end == null || Arrays.compareUnsigned(key, end) < 0);
    }

    /** What is left of it after {@code key} was read. */
    Range after(byte[] key, boolean ascending) {
        return ascending
                ? new Range(Arrays.copyOf(key, key.length + 1), end)
                : new Range(from, key);
    }
}
