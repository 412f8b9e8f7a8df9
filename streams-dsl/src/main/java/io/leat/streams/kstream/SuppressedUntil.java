package io.leat.streams.kstream;

import java.time.Duration;

/**
 * What a user wants suppressed. Immutable.
 *
 * @param limit how long, null for until the window closes
 */
record SuppressedUntil<K>(String name, Duration limit, BufferLimits limits)
        implements Suppressed<K> {

    @Override
    public Suppressed<K> withName(String newName) {
        return new SuppressedUntil<>(newName, limit, limits);
    }
}
