package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.errors.InvalidStateStoreException;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.state.ReadOnlyKeyValueStore;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.state.spi.StoreContext;

/**
 * What an operator holds back, on the heap; its one durable copy is the changelog. Owned by the
 * task's thread.
 */
abstract class HeapBuffer<K, V> implements StateStore, ChangelogStore {

    private final String name;
    private final boolean logged;
    private Serde<K> keys;
    private Serde<V> values;
    private String topic;
    private boolean open;

    /** Serdes that are null are those of the task. */
    HeapBuffer(String name, boolean logged, Serde<K> keys, Serde<V> values) {
        this.name = name;
        this.logged = logged;
        this.keys = keys;
        this.values = values;
    }

    final Serde<K> keys() {
        return keys;
    }

    final Serde<V> values() {
        return values;
    }

    /** The changelog, as serdes hear of it. */
    final String topic() {
        return topic;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    @SuppressWarnings("unchecked")
    public final void init(StateStoreContext context, StateStore root) {
        keys = keys != null ? keys : (Serde<K>) context.keySerde();
        values = values != null ? values : (Serde<V>) context.valueSerde();
        topic = context.applicationId() + "-" + name + "-changelog";
        ((StoreContext) context).attach(this);
        open = true;
    }

    @Override
    public final boolean logged() {
        return logged;
    }

    @Override
    public final void forwardChanges() {}

    @Override
    public final void commit(long position) {}

    @Override
    public final void rollback() {
        clear();
    }

    @Override
    public final long position() {
        return -1;
    }

    @Override
    public final ReadOnlyKeyValueStore<Bytes, byte[]> committed() {
        throw new InvalidStateStoreException("the buffer " + name + " cannot be queried.");
    }

    @Override
    public final long bufferedBytes() {
        return 0;
    }

    @Override
    public final void close() {
        clear();
        open = false;
    }

    @Override
    public final boolean persistent() {
        return false;
    }

    @Override
    public final boolean isOpen() {
        return open;
    }
}
