package io.leat.streams.topology;

import org.jspecify.annotations.Nullable;

/** What is known of the types of keys and values behind a processor. */
public interface KeepsTypes {

    /** Whether each key that goes on is one that came. */
    boolean keepsKey();

    /** Whether each value that goes on is one that came; in a table, the value of its row. */
    boolean keepsValue();

    /** The type of the values that go on, where it is always the same; null where it is not. */
    default @Nullable Class<?> madeValue() {
        return null;
    }
}
