package io.leat.streams.kstream;

import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeader;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.topology.RecordOrigin;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The updates that a suppression holds back, on the heap, in the order in which they go out. Each
 * key has one: a later update takes the place of an earlier one. The changelog has Kafka's format,
 * version 3. Owned by the task's thread.
 */
final class SuppressBuffer<K, V> extends HeapBuffer<K, V> {

    private static final byte[] VERSION = {3};

    /** The place of an update: by time, then by key. */
    private record Place(long time, Bytes key) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : key.compareTo(other.key);
        }

        long bytes() {
            return Long.BYTES + key.get().length;
        }
    }

    /** The new and the old value of a key, and where they come from. */
    record Update<K, V>(K key, V added, V removed, RecordOrigin origin) {}

    private final Map<Bytes, Place> places = new HashMap<>();
    private final TreeMap<Place, SuppressedChange> changes = new TreeMap<>();
    private final TreeSet<Bytes> unlogged = new TreeSet<>();
    private long bytes;

    SuppressBuffer(String name, boolean logged, Serde<K> keys, Serde<V> values) {
        super(name, logged, keys, values);
    }

    /** Holds an update back; its place is that of an earlier update of its key, if any. */
    void put(long time, Update<K, V> update) {
        Headers headers = update.origin().headers();
        Bytes key = serialized(update.key(), headers);
        byte[] added = bytes(headers, update.added());
        byte[] removed = bytes(headers, update.removed());
        Place place = places.get(key);
        byte[] prior = place == null ? removed : changes.get(place).prior();
        put(time, key, SuppressedChange.of(prior, removed, added, update.origin()));
        changed(key);
    }

    private byte[] bytes(Headers headers, V value) {
        return value == null ? null : values().serializer().serialize(topic(), headers, value);
    }

    private void put(long time, Bytes key, SuppressedChange change) {
        Place place = places.computeIfAbsent(key, added -> new Place(time, added));
        SuppressedChange before = changes.put(place, change);
        bytes += change.heapBytes() + (before == null ? place.bytes() : -before.heapBytes());
    }

    private void changed(Bytes key) {
        if (logged()) {
            unlogged.add(key);
        }
    }

    private void remove(Place place) {
        places.remove(place.key());
        bytes -= place.bytes() + changes.remove(place).heapBytes();
    }

    /** Lets the first go while {@code more} says so. */
    void release(BooleanSupplier more, Headers headers, Consumer<Update<K, V>> receiver) {
        while (!changes.isEmpty() && more.getAsBoolean()) {
            Place place = changes.firstKey();
            SuppressedChange change = changes.get(place);
            receiver.accept(
                    new Update<>(
                            keys().deserializer().deserialize(topic(), headers, place.key().get()),
                            value(headers, change.added()),
                            value(headers, change.removed()),
                            change.origin()));
            remove(place);
            changed(place.key());
        }
    }

    private V value(Headers headers, byte[] serialized) {
        return serialized == null
                ? null
                : values().deserializer().deserialize(topic(), headers, serialized);
    }

    /** Whether an update of {@code key} is held back. */
    boolean holds(K key, Headers headers) {
        return places.containsKey(serialized(key, headers));
    }

    /** The value of {@code key} that went out last, while an update is held back. */
    V prior(K key, Headers headers) {
        return value(headers, changes.get(places.get(serialized(key, headers))).prior());
    }

    private Bytes serialized(K key, Headers headers) {
        return Bytes.wrap(keys().serializer().serialize(topic(), headers, key));
    }

    int records() {
        return changes.size();
    }

    /** What is held back, in bytes as Kafka counts them. */
    long bytes() {
        return bytes;
    }

    /** The time of the first; the end of all times when there is none. */
    long firstTime() {
        return changes.isEmpty() ? Long.MAX_VALUE : changes.firstKey().time();
    }

    @Override
    public void logChanges(Log log) {
        for (Bytes key : unlogged) {
            Place place = places.get(key);
            if (place == null) {
                log.append(key, null, Change.NO_TIME, null);
            } else {
                Headers headers = new RecordHeaders();
                headers.add(new RecordHeader("v", VERSION));
                log.append(key, changes.get(place).logged(place.time()), Change.NO_TIME, headers);
            }
        }
        unlogged.clear();
    }

    @Override
    public void restore(Collection<Change> restored, long position) {
        for (Change change : restored) {
            Place place = places.get(change.key());
            if (change.value() != null) {
                ByteBuffer in = ByteBuffer.wrap(change.value());
                SuppressedChange read = SuppressedChange.read(in);
                put(in.getLong(), change.key(), read);
            } else if (place != null) {
                remove(place);
            }
        }
    }

    @Override
    public void clear() {
        places.clear();
        changes.clear();
        unlogged.clear();
        bytes = 0;
    }
}
