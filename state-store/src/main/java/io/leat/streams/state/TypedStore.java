package io.leat.streams.state;

import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serializer;
import io.leat.common.utils.Bytes;
import io.leat.streams.KeyValue;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.query.KeyQuery;
import io.leat.streams.query.Query;
import io.leat.streams.query.QueryResult;
import io.leat.streams.query.RangeQuery;
import io.leat.streams.query.ResultOrder;
import io.leat.streams.state.spi.CachingStore;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.state.spi.CommittedStore;
import io.leat.streams.state.spi.FlushListener;
import io.leat.streams.state.spi.KeyedStore;
import io.leat.streams.state.spi.TimeOrdered;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A store of typed values over a store of bytes. Owned by its task's thread. */
class TypedStore<K, V>
        implements QueriedStore,
                KeyValueStore<K, V>,
                CachingStore<K, V>,
                KeyedStore,
                CommittedStore<ReadOnlyKeyValueStore<K, V>> {

    private final KeyValueStore<Bytes, byte[]> bytes;
    private final @Nullable Serde<K> givenKeySerde;
    private final @Nullable Serde<V> givenValueSerde;
    private @Nullable Serde<K> keySerde;
    private @Nullable Serde<V> valueSerde;
    private final StoreQueries queries = new StoreQueries(this, this::answer);
    private String topic = "";

    TypedStore(
            KeyValueStore<Bytes, byte[]> bytes,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde) {
        this.bytes = bytes;
        this.givenKeySerde = keySerde;
        this.givenValueSerde = valueSerde;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        prepare(context);
        bytes.init(context, root);
    }

    /** All of {@link #init} but the store of bytes. */
    @SuppressWarnings("unchecked")
    final void prepare(StateStoreContext context) {
        topic = context.applicationId() + "-" + name() + "-changelog";
        keySerde = givenKeySerde != null ? givenKeySerde : (Serde<K>) context.keySerde();
        valueSerde = givenValueSerde != null ? givenValueSerde : defaultValueSerde(context);
        queries.init(context);
    }

    @SuppressWarnings("unchecked")
    Serde<V> defaultValueSerde(StateStoreContext context) {
        return (Serde<V>) context.valueSerde();
    }

    @Override
    public boolean setFlushListener(FlushListener<K, V> listener) {
        return bytes instanceof BufferedStore buffered
                && buffered.setFlushListener(
                        (key, newValue, oldValue) ->
                                listener.changed(key(key), value(newValue), value(oldValue)));
    }

    /** A store whose rows are found by time. */
    static final class ByTime<K, V> extends TypedStore<K, V> implements TimeOrdered<K, V> {

        private final TimeOrderedBuffer rows;

        ByTime(TimeOrderedBuffer rows, Serde<K> keySerde, Serde<V> valueSerde) {
            super(rows, keySerde, valueSerde);
            this.rows = rows;
        }

        @Override
        public KeyValueIterator<K, V> upTo(long time) {
            return typed(rows.upTo(time));
        }
    }

    final KeyValueIterator<K, V> typed(KeyValueIterator<Bytes, byte[]> entries) {
        return new Typed(entries);
    }

    private Bytes bytes(K key) {
        Objects.requireNonNull(key, "key cannot be null");
        return Bytes.wrap(keySerde().serializer().serialize(topic, key));
    }

    private @Nullable Bytes bytesOrNull(@Nullable K key) {
        return key == null ? null : bytes(key);
    }

    private byte @Nullable [] valueBytes(@Nullable V value) {
        return value == null ? null : valueSerde().serializer().serialize(topic, value);
    }

    private K key(Bytes key) {
        return keySerde().deserializer().deserialize(topic, key.get());
    }

    private @Nullable V value(byte @Nullable [] value) {
        return value == null ? null : valueSerde().deserializer().deserialize(topic, value);
    }

    @Override
    public Serde<?> keys() {
        return keySerde();
    }

    private Serde<K> keySerde() {
        return Objects.requireNonNull(keySerde, "init comes first");
    }

    private Serde<V> valueSerde() {
        return Objects.requireNonNull(valueSerde, "init comes first");
    }

    @Override
    public @Nullable V get(K key) {
        return value(bytes.get(bytes(key)));
    }

    @Override
    public void put(K key, @Nullable V value) {
        bytes.put(bytes(key), valueBytes(value));
    }

    @Override
    public @Nullable V putIfAbsent(K key, @Nullable V value) {
        return value(bytes.putIfAbsent(bytes(key), valueBytes(value)));
    }

    @Override
    public void putAll(List<KeyValue<K, V>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public @Nullable V delete(K key) {
        return value(bytes.delete(bytes(key)));
    }

    @Override
    public KeyValueIterator<K, V> range(@Nullable K from, @Nullable K to) {
        return new Typed(bytes.range(bytesOrNull(from), bytesOrNull(to)));
    }

    @Override
    public KeyValueIterator<K, V> reverseRange(@Nullable K from, @Nullable K to) {
        return new Typed(bytes.reverseRange(bytesOrNull(from), bytesOrNull(to)));
    }

    @Override
    public KeyValueIterator<K, V> all() {
        return new Typed(bytes.all());
    }

    @Override
    public KeyValueIterator<K, V> reverseAll() {
        return new Typed(bytes.reverseAll());
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(
            P prefix, PS prefixKeySerializer) {
        return new Typed(bytes.prefixScan(prefix, prefixKeySerializer));
    }

    @Override
    public long approximateNumEntries() {
        return bytes.approximateNumEntries();
    }

    @Override
    public void flush() {
        bytes.flush();
    }

    @Override
    public ReadOnlyKeyValueStore<K, V> committed() {
        return new View(bytes instanceof ChangelogStore own ? own.committed() : bytes);
    }

    @Override
    public StateStore behind() {
        return bytes;
    }

    @Override
    public StoreQueries queries() {
        return queries;
    }

    private @Nullable QueryResult<?> answer(Query<?> query) {
        return answer(query, committed());
    }

    /** Answers out of {@code view}; null when the type of query is not known. */
    @SuppressWarnings("unchecked")
    @Nullable QueryResult<?> answer(Query<?> query, ReadOnlyKeyValueStore<K, V> view) {
        if (query instanceof KeyQuery<?, ?> one) {
            V value = view.get((K) one.getKey());
            return QueryResult.forResult(value == null ? null : QueryableStoreTypes.plain(value));
        }
        if (query instanceof RangeQuery<?, ?> range) {
            return QueryResult.forResult(
                    new Chained<K, Object>(
                            List.of(
                                    range(
                                            view,
                                            (K) range.getLowerBound().orElse(null),
                                            (K) range.getUpperBound().orElse(null),
                                            range.resultOrder())),
                            QueryableStoreTypes::plain));
        }
        return null;
    }

    @SuppressWarnings("unchecked")
    final KeyValueIterator<K, Object> range(
            ReadOnlyKeyValueStore<K, V> view,
            @Nullable K lower,
            @Nullable K upper,
            ResultOrder order) {
        return (KeyValueIterator<K, Object>)
                (order == ResultOrder.DESCENDING
                        ? view.reverseRange(lower, upper)
                        : view.range(lower, upper));
    }

    /** Bytes that are committed, as values. */
    private final class View implements ReadOnlyKeyValueStore<K, V> {

        private final ReadOnlyKeyValueStore<Bytes, byte[]> view;

        View(ReadOnlyKeyValueStore<Bytes, byte[]> view) {
            this.view = view;
        }

        @Override
        public @Nullable V get(K key) {
            return value(view.get(bytes(key)));
        }

        @Override
        public KeyValueIterator<K, V> range(@Nullable K from, @Nullable K to) {
            return new Typed(view.range(bytesOrNull(from), bytesOrNull(to)));
        }

        @Override
        public KeyValueIterator<K, V> reverseRange(@Nullable K from, @Nullable K to) {
            return new Typed(view.reverseRange(bytesOrNull(from), bytesOrNull(to)));
        }

        @Override
        public KeyValueIterator<K, V> all() {
            return new Typed(view.all());
        }

        @Override
        public KeyValueIterator<K, V> reverseAll() {
            return new Typed(view.reverseAll());
        }

        @Override
        public <PS extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(
                P prefix, PS prefixKeySerializer) {
            return new Typed(view.prefixScan(prefix, prefixKeySerializer));
        }

        @Override
        public long approximateNumEntries() {
            return view.approximateNumEntries();
        }
    }

    /** Entries with their bytes turned into values. */
    private final class Typed implements KeyValueIterator<K, V> {

        private final KeyValueIterator<Bytes, byte[]> entries;

        Typed(KeyValueIterator<Bytes, byte[]> entries) {
            this.entries = entries;
        }

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public KeyValue<K, V> next() {
            KeyValue<Bytes, byte[]> entry = entries.next();
            return KeyValue.pair(
                    key(entry.key), valueSerde().deserializer().deserialize(topic, entry.value));
        }

        @Override
        public K peekNextKey() {
            return key(entries.peekNextKey());
        }

        @Override
        public void close() {
            entries.close();
        }
    }
}
