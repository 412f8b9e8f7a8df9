package io.leat.streams.state;

import io.leat.common.serialization.Serde;
import io.leat.streams.kstream.Windowed;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.query.Query;
import io.leat.streams.query.QueryResult;
import io.leat.streams.query.WindowKeyQuery;
import io.leat.streams.query.WindowRangeQuery;
import io.leat.streams.state.spi.CachingStore;
import io.leat.streams.state.spi.CommittedStore;
import io.leat.streams.state.spi.FinalResultsStore;
import io.leat.streams.state.spi.FlushListener;
import io.leat.streams.state.spi.HeadersStore;
import io.leat.streams.state.spi.KeyedStore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A window store of typed keys and values over one of bytes. Owned by its task's thread. */
class TypedWindowStore<K, V> extends TypedWindows<K, V>
        implements QueriedStore,
                WindowStore<K, V>,
                CachingStore<Windowed<K>, V>,
                CommittedStore<ReadOnlyWindowStore<K, V>>,
                KeyedStore,
                FinalResultsStore {

    private final BytesWindowStore bytes;
    private final StoreSerdes<K, V> serdes;
    private final StoreQueries queries = new StoreQueries(this, this::answer);

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

    /** A store of values with timestamps and headers. */
    static final class WithHeaders<K, V> extends TypedWindowStore<K, ValueTimestampHeaders<V>>
            implements TimestampedWindowStoreWithHeaders<K, V>, HeadersStore {

        private final Timestamped<K, V> withoutHeaders;

        WithHeaders(
                BytesWindowStore bytes,
                @Nullable Serde<K> keySerde,
                @Nullable Serde<V> valueSerde) {
            super(bytes, StoreSerdes.headers(keySerde, valueSerde));
            withoutHeaders =
                    new Timestamped<>(bytes, StoreSerdes.withoutHeaders(keySerde, valueSerde));
        }

        @Override
        public void init(StateStoreContext context, StateStore root) {
            withoutHeaders.prepare(context);
            super.init(context, root);
        }

        @Override
        public TimestampedWindowStore<K, V> withoutHeaders() {
            return withoutHeaders;
        }

        @Override
        public StoreQueries queries() {
            return withoutHeaders.queries();
        }
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        prepare(context);
        bytes.init(context, root);
    }

    /** All of {@link #init} but the store of bytes. */
    final void prepare(StateStoreContext context) {
        serdes.init(context, name());
        queries.init(context);
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
    public StateStore behind() {
        return bytes;
    }

    @Override
    public Serde<?> keys() {
        return serdes.keys();
    }

    @Override
    public StoreQueries queries() {
        return queries;
    }

    @SuppressWarnings("unchecked")
    private @Nullable QueryResult<?> answer(Query<?> query) {
        if (query instanceof WindowKeyQuery<?, ?> one) {
            if (one.getTimeFrom().isEmpty() || one.getTimeTo().isEmpty()) {
                return StoreQueries.unsupported(
                        this, query, "it only supports closed-range queries.");
            }
            return QueryResult.forResult(
                    committed()
                            .fetch(
                                    (K) one.getKey(),
                                    one.getTimeFrom().get(),
                                    one.getTimeTo().get()));
        }
        if (query instanceof WindowRangeQuery<?, ?> range) {
            if (range.getTimeFrom().isEmpty() || range.getTimeTo().isEmpty()) {
                return StoreQueries.unsupported(
                        this,
                        query,
                        "WindowStores only support WindowRangeQuery.withWindowStartRange.");
            }
            return QueryResult.forResult(
                    committed().fetchAll(range.getTimeFrom().get(), range.getTimeTo().get()));
        }
        return null;
    }
}
