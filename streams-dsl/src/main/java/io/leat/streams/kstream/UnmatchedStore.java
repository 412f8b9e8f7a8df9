package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import io.leat.streams.processor.api.ProcessingContext;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.KeyValueStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The records of a left or outer join that wait for a match, sorted by time. Keys are time (8
 * bytes), side (1 byte: 1 is left) and the record's key; values are lists, because records may
 * share all of that. The formats are Kafka's. Owned by the task's thread.
 */
final class UnmatchedStore<K, L, R> {

    private static final int HEAD = Long.BYTES + 1;
    private static final Serde<List<byte[]>> LISTS =
            Serdes.ListSerde(ArrayList.class, Serdes.ByteArray());

    private final KeyValueStore<Bytes, byte[]> store;
    private final String topic;
    private final Serde<K> keys;
    private final Serde<L> lefts;
    private final Serde<R> rights;

    @SuppressWarnings("unchecked")
    UnmatchedStore(
            ProcessingContext context,
            String name,
            Serde<K> keys,
            Serde<L> lefts,
            Serde<R> rights) {
        this.store = context.getStateStore(name);
        this.topic = context.applicationId() + "-" + name + "-changelog";
        this.keys = keys != null ? keys : (Serde<K>) context.keySerde();
        this.lefts = lefts != null ? lefts : (Serde<L>) context.valueSerde();
        this.rights = rights != null ? rights : (Serde<R>) context.valueSerde();
    }

    private Bytes bytes(Unmatched<K> unmatched) {
        byte[] key = keys.serializer().serialize(topic, unmatched.key());
        return Bytes.wrap(
                ByteBuffer.allocate(HEAD + key.length)
                        .putLong(unmatched.timestamp())
                        .put((byte) (unmatched.left() ? 1 : 0))
                        .put(key)
                        .array());
    }

    private Unmatched<K> unmatched(Bytes stored) {
        ByteBuffer in = ByteBuffer.wrap(stored.get());
        long timestamp = in.getLong();
        boolean left = in.get() == 1;
        byte[] key = Arrays.copyOfRange(stored.get(), HEAD, stored.get().length);
        return new Unmatched<>(keys.deserializer().deserialize(topic, key), timestamp, left);
    }

    @SuppressWarnings("unchecked")
    void add(Unmatched<K> unmatched, Object value) {
        byte[] bytes =
                unmatched.left()
                        ? lefts.serializer().serialize(topic, (L) value)
                        : rights.serializer().serialize(topic, (R) value);
        Bytes key = bytes(unmatched);
        byte[] before = store.get(key);
        List<byte[]> values =
                before == null
                        ? new ArrayList<>()
                        : new ArrayList<>(LISTS.deserializer().deserialize(topic, before));
        values.add(
                ByteBuffer.allocate(1 + bytes.length)
                        .put((byte) (unmatched.left() ? 1 : 0))
                        .put(bytes)
                        .array());
        store.put(key, LISTS.serializer().serialize(topic, values));
    }

    void remove(Unmatched<K> unmatched) {
        Bytes key = bytes(unmatched);
        if (store.get(key) != null) {
            store.delete(key);
        }
    }

    /** Records that waited under one name, and their values in order. */
    record Entry<K>(Unmatched<K> unmatched, List<Object> values) {}

    /** All that waits, by time; what is taken may be removed meanwhile. */
    Entries all() {
        return new Entries(store.all());
    }

    /** Must be closed. */
    final class Entries implements Iterator<Entry<K>>, AutoCloseable {

        private final KeyValueIterator<Bytes, byte[]> stored;

        private Entries(KeyValueIterator<Bytes, byte[]> stored) {
            this.stored = stored;
        }

        @Override
        public boolean hasNext() {
            return stored.hasNext();
        }

        @Override
        public Entry<K> next() {
            KeyValue<Bytes, byte[]> entry = stored.next();
            List<Object> values = new ArrayList<>();
            for (byte[] one : LISTS.deserializer().deserialize(topic, entry.value)) {
                byte[] value = Arrays.copyOfRange(one, 1, one.length);
                values.add(
                        one[0] == 1
                                ? lefts.deserializer().deserialize(topic, value)
                                : rights.deserializer().deserialize(topic, value));
            }
            return new Entry<>(unmatched(entry.key), values);
        }

        @Override
        public void close() {
            stored.close();
        }
    }
}
