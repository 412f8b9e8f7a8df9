package io.leat.streams.state.spi;

import io.leat.common.utils.Bytes;
import java.util.SortedMap;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** A bytes store that writes many changes and a changelog position in one atomic step. */
public interface AtomicStore {

    /** Applies all {@code changes} (null deletes) and sets {@link #position}, all or nothing. */
    default void write(SortedMap<Bytes, byte @Nullable []> changes, long position) {
        write(changes, position, null);
    }

    /**
     * The same, and forgets every key before {@code bound} in the same step. The bound of one store
     * only ever grows.
     */
    void write(SortedMap<Bytes, byte @Nullable []> changes, long position, @Nullable Bytes bound);

    /** The changelog offset that the content stands for; negative when none was ever set. */
    long position();

    /** Forgets everything, the position too: it stood for another changelog. */
    void clear();

    /**
     * What threads other than the owner hold while they read, so that they see whole commits and
     * the store is not closed under them.
     */
    Lock readLock();
}
