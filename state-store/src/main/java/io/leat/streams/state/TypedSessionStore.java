package io.leat.streams.state;

import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.kstream.Windowed;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.query.Query;
import io.leat.streams.query.QueryResult;
import io.leat.streams.query.WindowRangeQuery;
import io.leat.streams.state.spi.CachingStore;
import io.leat.streams.state.spi.CommittedStore;
import io.leat.streams.state.spi.FinalResultsStore;
import io.leat.streams.state.spi.FlushListener;
import io.leat.streams.state.spi.HeadersStore;
import io.leat.streams.state.spi.KeyedStore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A session store of typed keys and aggregates over one of bytes. Owned by its task's thread. */
class TypedSessionStore<K, A> extends TypedSessions<K, A>
        implements QueriedStore,
                SessionStore<K, A>,
                CachingStore<Windowed<K>, A>,
                CommittedStore<ReadOnlySessionStore<K, A>>,
                KeyedStore,
                FinalResultsStore {

    private final BytesSessionStore bytes;
    private final StoreSerdes<K, A> serdes;
    private final StoreQueries queries = new StoreQueries(this, this::answer);

    TypedSessionStore(BytesSessionStore bytes, StoreSerdes<K, A> serdes) {
        super(bytes.sessions(), serdes);
        this.bytes = bytes;
        this.serdes = serdes;
    }

    /** A store of aggregates with headers. */
    static final class WithHeaders<K, A> extends TypedSessionStore<K, AggregationWithHeaders<A>>
            implements SessionStoreWithHeaders<K, A>, HeadersStore {

        private final TypedSessionStore<K, A> withoutHeaders;

        WithHeaders(
                BytesSessionStore bytes,
                @Nullable Serde<K> keySerde,
                @Nullable Serde<A> valueSerde) {
            super(bytes, StoreSerdes.aggregatesWithHeaders(keySerde, valueSerde));
            withoutHeaders =
                    new TypedSessionStore<>(
                            bytes, StoreSerdes.aggregatesWithoutHeaders(keySerde, valueSerde));
        }

        @Override
        public void init(StateStoreContext context, StateStore root) {
            withoutHeaders.prepare(context);
            super.init(context, root);
        }

        @Override
        public SessionStore<K, A> withoutHeaders() {
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
    public boolean setFlushListener(FlushListener<Windowed<K>, A> listener) {
        return bytes.entries() instanceof BufferedStore buffered
                && buffered.setFlushListener(
                        (stored, added, removed) ->
                                listener.changed(
                                        bytes.sessions().windowed(stored, serdes::key),
                                        serdes.valueOrNull(added),
                                        serdes.valueOrNull(removed)));
    }

    @Override
    public ReadOnlySessionStore<K, A> committed() {
        return new TypedSessions<>(bytes.committed(), serdes);
    }

    private Windowed<Bytes> bytes(Windowed<K> session) {
        return new Windowed<>(serdes.bytes(session.key()), session.window());
    }

    @Override
    public void put(Windowed<K> sessionKey, @Nullable A aggregate) {
        bytes.put(bytes(sessionKey), serdes.valueBytes(aggregate));
    }

    @Override
    public void remove(Windowed<K> sessionKey) {
        bytes.remove(bytes(sessionKey));
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> findSessions(long earliest, long latest) {
        return bytes.sessions().ended(earliest, latest, serdes::key, serdes::value);
    }

    @Override
    public @Nullable A fetchSession(K key, Instant sessionStartTime, Instant sessionEndTime) {
        return super.fetchSession(key, sessionStartTime, sessionEndTime);
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> findSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return super.findSessions(key, earliestSessionEndTime, latestSessionStartTime);
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> backwardFindSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return super.backwardFindSessions(key, earliestSessionEndTime, latestSessionStartTime);
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> findSessions(
            @Nullable K keyFrom,
            @Nullable K keyTo,
            Instant earliestSessionEndTime,
            Instant latestSessionStartTime) {
        return super.findSessions(keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime);
    }

    @Override
    public KeyValueIterator<Windowed<K>, A> backwardFindSessions(
            @Nullable K keyFrom,
            @Nullable K keyTo,
            Instant earliestSessionEndTime,
            Instant latestSessionStartTime) {
        return super.backwardFindSessions(
                keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime);
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
        if (!(query instanceof WindowRangeQuery<?, ?> range)) {
            return null;
        }
        return range.getKey().isEmpty()
                ? StoreQueries.unsupported(
                        this, query, "SessionStores only support WindowRangeQuery.withKey.")
                : QueryResult.forResult(committed().fetch((K) range.getKey().get()));
    }
}
