package io.leat.streams.state.spi;

import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.KeyValueStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** A bytes store that writes many changes and a changelog position in one atomic step. */
public interface AtomicStore extends KeyValueStore<Bytes, byte[]> {

    /** Applies all {@code changes} (null deletes) and sets {@link #position}, all or nothing. */
    default void write(SortedMap<Bytes, byte @Nullable []> changes, long position) {
        write(changes.entrySet(), position, null);
    }

    /**
     * The same, and forgets every key before {@code bound} in the same step. The bound of one store
     * only ever grows.
     *
     * @param changes sorted by key, each key once
     */
    void write(
            Collection<? extends Map.Entry<Bytes, byte @Nullable []>> changes,
            long position,
            @Nullable Bytes bound);

    /**
     * The same for changes that come from the changelog and can come again: until the next {@link
     * #write} is through, a crash may take them.
     */
    default void restore(
            Collection<? extends Map.Entry<Bytes, byte @Nullable []>> changes,
            long position,
            @Nullable Bytes bound) {
        write(changes, position, bound);
    }

    /** The changelog offset that the content stands for; negative when none was ever set. */
    long position();

    /** Forgets everything, position and note too: they stood for another changelog. */
    void clear();

    /** Keeps {@code bytes} beside the content, from the next write on and in the same step. */
    default void note(byte[] bytes) {}

    /** What was noted; null for nothing, and in stores that do not outlive the process. */
    default byte @Nullable [] note() {
        return null;
    }

    /** What {@link #format(String)} was last told, also before a restart; null if nothing. */
    default @Nullable String format() {
        return null;
    }

    /** Keeps, at once, the name of the format that values are written in; {@link #clear} too. */
    default void format(String name) {}

    /**
     * What threads other than the owner hold while they read, so that they see whole commits and
     * the store is not closed under them.
     */
    Lock readLock();

    /** A change by itself leaves the position where it is. */
    @Override
    default void put(Bytes key, byte @Nullable [] value) {
        TreeMap<Bytes, byte @Nullable []> one = new TreeMap<>();
        one.put(key, value);
        write(one, position());
    }

    @Override
    default byte @Nullable [] putIfAbsent(Bytes key, byte @Nullable [] value) {
        byte[] current = get(key);
        if (current == null) {
            put(key, value);
        }
        return current;
    }

    @Override
    default void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        TreeMap<Bytes, byte @Nullable []> changes = new TreeMap<>();
        entries.forEach(entry -> changes.put(entry.key, entry.value));
        write(changes, position());
    }

    @Override
    default byte @Nullable [] delete(Bytes key) {
        byte[] current = get(key);
        put(key, null);
        return current;
    }

    @Override
    default KeyValueIterator<Bytes, byte[]> all() {
        return range(null, null);
    }

    @Override
    default KeyValueIterator<Bytes, byte[]> reverseAll() {
        return reverseRange(null, null);
    }
}
