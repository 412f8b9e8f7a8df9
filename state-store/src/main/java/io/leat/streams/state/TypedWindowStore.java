package io.leat.streams.state;

import io.leat.streams.kstream.Windowed;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.state.spi.CachingStore;
import io.leat.streams.state.spi.CommittedStore;
import io.leat.streams.state.spi.FinalResultsStore;
import io.leat.streams.state.spi.FlushListener;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A window store of typed keys and values over one of bytes. Owned by its task's thread. */
class TypedWindowStore<K, V> extends TypedWindows<K, V>
        implements WindowStore<K, V>,
                CachingStore<Windowed<K>, V>,
                CommittedStore<ReadOnlyWindowStore<K, V>>,
                FinalResultsStore {

    private final BytesWindowStore bytes;
    private final StoreSerdes<K, V> serdes;

    TypedWindowStore(BytesWindowStore bytes, StoreSerdes<K, V> serdes) {
        super(bytes.windows(), serdes);
        this.bytes = bytes;
        this.serdes = serdes;
    }

    /** A store of values with timestamps. */
    static final class Timestamped<K, V> extends TypedWindowStore<K, ValueAndTimestamp<V>>
            implements TimestampedWindowStore<K, V> {

        Timestamped(BytesWindowStore bytes, StoreSerdes<K, ValueAndTimestamp<V>> serdes) {
            super(bytes, serdes);
        }
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        serdes.init(context, name());
        bytes.init(context, root);
    }

    @Override
    public boolean setFlushListener(FlushListener<Windowed<K>, V> listener) {
        return bytes.entries() instanceof BufferedStore buffered
                && buffered.setFlushListener(
                        (stored, added, removed) ->
                                listener.changed(
                                        bytes.windows().windowed(stored, serdes::key),
                                        serdes.valueOrNull(added),
                                        serdes.valueOrNull(removed)));
    }

    @Override
    public ReadOnlyWindowStore<K, V> committed() {
        return new TypedWindows<>(bytes.committed(), serdes);
    }

    @Override
    public void put(K key, @Nullable V value, long windowStartTimestamp) {
        bytes.put(serdes.bytes(key), serdes.valueBytes(value), windowStartTimestamp);
    }

    @Override
    public WindowStoreIterator<V> fetch(K key, long timeFrom, long timeTo) {
        return ofKey(key, timeFrom, timeTo, true);
    }

    @Override
    public WindowStoreIterator<V> fetch(K key, Instant timeFrom, Instant timeTo) {
        return super.fetch(key, timeFrom, timeTo);
    }

    @Override
    public WindowStoreIterator<V> backwardFetch(K key, long timeFrom, long timeTo) {
        return ofKey(key, timeFrom, timeTo, false);
    }

    @Override
    public WindowStoreIterator<V> backwardFetch(K key, Instant timeFrom, Instant timeTo) {
        return super.backwardFetch(key, timeFrom, timeTo);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(
            @Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo) {
        return range(keyFrom, keyTo, timeFrom, timeTo, true);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo) {
        return super.fetch(keyFrom, keyTo, timeFrom, timeTo);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo) {
        return range(keyFrom, keyTo, timeFrom, timeTo, false);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo) {
        return super.backwardFetch(keyFrom, keyTo, timeFrom, timeTo);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetchAll(long timeFrom, long timeTo) {
        return range(null, null, timeFrom, timeTo, true);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetchAll(Instant timeFrom, Instant timeTo) {
        return super.fetchAll(timeFrom, timeTo);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetchAll(long timeFrom, long timeTo) {
        return range(null, null, timeFrom, timeTo, false);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetchAll(Instant timeFrom, Instant timeTo) {
        return super.backwardFetchAll(timeFrom, timeTo);
    }

    @Override
    public long sentUpTo() {
        return bytes.keys().sentUpTo();
    }

    @Override
    public void sentUpTo(long closeTime, long keepFrom) {
        bytes.keys().sentUpTo(closeTime, keepFrom);
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
