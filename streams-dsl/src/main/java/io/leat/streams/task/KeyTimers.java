package io.leat.streams.task;

import io.leat.common.serialization.ByteArraySerializer;
import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.processor.api.Timers;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.spi.TimeOrdered;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The timers that one store holds: the key of an entry is the key of its timer and the time (8
 * bytes), and its value is empty. Owned by the task's thread.
 */
final class KeyTimers<K> implements Timers<K> {

    private static final byte[] NOTHING = {};

    private final String node;
    private final Serde<K> keys;
    private final Callback<K> callback;
    private final KeyValueStore<Bytes, byte[]> store;
    private final TimeOrdered<Bytes, byte[]> byTime;

    @SuppressWarnings("unchecked")
    KeyTimers(
            String node, KeyValueStore<Bytes, byte[]> store, Serde<K> keys, Callback<K> callback) {
        this.node = node;
        this.keys = keys;
        this.callback = callback;
        this.store = store;
        this.byTime = (TimeOrdered<Bytes, byte[]>) store;
    }

    String name() {
        return store.name();
    }

    @Override
    public void set(K key, long time) {
        store.put(timer(key, time), NOTHING);
    }

    @Override
    public void cancel(K key, long time) {
        Bytes timer = timer(key, time);
        if (store.get(timer) != null) {
            store.delete(timer);
        }
    }

    @Override
    public void cancelAll(K key) {
        times(key).forEach(time -> store.delete(timer(key, time)));
    }

    @Override
    public List<Long> times(K key) {
        byte[] prefix = keys.serializer().serialize(store.name(), key);
        List<Long> times = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> found =
                store.prefixScan(prefix, new ByteArraySerializer())) {
            while (found.hasNext()) {
                byte[] timer = found.next().key.get();
                // Keys that only begin with this one lie between.
                if (timer.length == prefix.length + Long.BYTES) {
                    times.add(time(timer));
                }
            }
        }
        times.sort(null);
        return times;
    }

    private Bytes timer(K key, long time) {
        byte[] bytes = keys.serializer().serialize(store.name(), key);
        return Bytes.wrap(
                ByteBuffer.allocate(bytes.length + Long.BYTES).put(bytes).putLong(time).array());
    }

    private static long time(byte[] timer) {
        return ByteBuffer.wrap(timer).getLong(timer.length - Long.BYTES);
    }

    /** Fires what is due at {@code now}, and what callbacks set for a time that has come. */
    boolean fire(long now, Punctuations.Caller caller) {
        boolean any = false;
        while (fireOnce(now, caller)) {
            any = true;
        }
        return any;
    }

    private boolean fireOnce(long now, Punctuations.Caller caller) {
        boolean any = false;
        try (KeyValueIterator<Bytes, byte[]> due = byTime.upTo(now)) {
            while (due.hasNext()) {
                Bytes timer = due.next().key;
                store.delete(timer);
                byte[] bytes = timer.get();
                K key =
                        keys.deserializer()
                                .deserialize(
                                        store.name(),
                                        Arrays.copyOf(bytes, bytes.length - Long.BYTES));
                caller.call(node, clock -> callback.fire(key, time(bytes)), now);
                any = true;
            }
        }
        return any;
    }
}
