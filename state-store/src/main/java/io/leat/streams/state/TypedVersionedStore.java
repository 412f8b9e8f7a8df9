package io.leat.streams.state;

import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A versioned store of typed keys and values over one of bytes. Owned by its task's thread. */
final class TypedVersionedStore<K, V> implements VersionedKeyValueStore<K, V> {

    private final BytesVersionedStore bytes;
    private final StoreSerdes<K, V> serdes;

    TypedVersionedStore(BytesVersionedStore bytes, StoreSerdes<K, V> serdes) {
        this.bytes = bytes;
        this.serdes = serdes;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        serdes.init(context, name());
        bytes.init(context, root);
    }

    @Override
    public long put(K key, @Nullable V value, long timestamp) {
        return bytes.put(serdes.bytes(key), serdes.valueBytes(value), timestamp);
    }

    @Override
    public @Nullable VersionedRecord<V> delete(K key, long timestamp) {
        return version(bytes.delete(serdes.bytes(key), timestamp));
    }

    @Override
    public @Nullable VersionedRecord<V> get(K key) {
        return version(bytes.get(serdes.bytes(key)));
    }

    @Override
    public @Nullable VersionedRecord<V> get(K key, long asOfTimestamp) {
        return version(bytes.get(serdes.bytes(key), asOfTimestamp));
    }

    private @Nullable VersionedRecord<V> version(byte @Nullable [] stamped) {
        return stamped == null
                ? null
                : new VersionedRecord<>(
                        serdes.value(Arrays.copyOfRange(stamped, Long.BYTES, stamped.length)),
                        ByteBuffer.wrap(stamped).getLong());
    }

    @Override
    public String name() {
        return bytes.name();
    }

    @Override
    public void close() {
        bytes.close();
    }

    @Override
    public boolean persistent() {
        return bytes.persistent();
    }

    @Override
    public boolean managesOffsets() {
        return bytes.managesOffsets();
    }

    @Override
    public boolean isOpen() {
        return bytes.isOpen();
    }
}
