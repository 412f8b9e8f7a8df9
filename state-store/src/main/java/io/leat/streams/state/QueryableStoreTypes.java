package io.leat.streams.state;

import io.leat.common.serialization.Serializer;
import io.leat.streams.errors.InvalidStateStoreException;
import io.leat.streams.processor.StateStore;
import io.leat.streams.state.spi.CommittedStore;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The kinds of stores that can be queried. */
public final class QueryableStoreTypes {

    private QueryableStoreTypes() {}

    /** Key-value stores; of those with timestamps the plain values. */
    public static <K, V> QueryableStoreType<ReadOnlyKeyValueStore<K, V>> keyValueStore() {
        return new KeyValues<>(Set.of(KeyValueStore.class), QueryableStoreTypes::plain);
    }

    /** Key-value stores with timestamps; of those with headers too, without these. */
    public static <K, V>
            QueryableStoreType<ReadOnlyKeyValueStore<K, ValueAndTimestamp<V>>>
                    timestampedKeyValueStore() {
        return new KeyValues<>(
                Set.of(TimestampedKeyValueStore.class, TimestampedKeyValueStoreWithHeaders.class),
                QueryableStoreTypes::timestamped);
    }

    /** Key-value stores with timestamps and headers. */
    public static <K, V>
            QueryableStoreType<ReadOnlyKeyValueStore<K, ValueTimestampHeaders<V>>>
                    timestampedKeyValueStoreWithHeaders() {
        return new KeyValues<>(Set.of(TimestampedKeyValueStoreWithHeaders.class), value -> value);
    }

    /** Window stores with timestamps and headers. */
    public static <K, V>
            QueryableStoreType<ReadOnlyWindowStore<K, ValueTimestampHeaders<V>>>
                    timestampedWindowStoreWithHeaders() {
        return new Windows<>(Set.of(TimestampedWindowStoreWithHeaders.class), value -> value);
    }

    /** Session stores with headers. */
    public static <K, V>
            QueryableStoreType<ReadOnlySessionStore<K, AggregationWithHeaders<V>>>
                    sessionStoreWithHeaders() {
        return new Sessions<>(SessionStoreWithHeaders.class, value -> value);
    }

    /** Window stores; of those with timestamps the plain values. */
    public static <K, V> QueryableStoreType<ReadOnlyWindowStore<K, V>> windowStore() {
        return new Windows<>(Set.of(WindowStore.class), QueryableStoreTypes::plain);
    }

    /** Window stores with timestamps; of those with headers too, without these. */
    public static <K, V>
            QueryableStoreType<ReadOnlyWindowStore<K, ValueAndTimestamp<V>>>
                    timestampedWindowStore() {
        return new Windows<>(
                Set.of(TimestampedWindowStore.class, TimestampedWindowStoreWithHeaders.class),
                QueryableStoreTypes::timestamped);
    }

    /** Session stores. */
    public static <K, V> QueryableStoreType<ReadOnlySessionStore<K, V>> sessionStore() {
        return new Sessions<>(SessionStore.class, QueryableStoreTypes::plain);
    }

    private static boolean isOneOf(Set<Class<?>> kinds, StateStore store) {
        return kinds.stream().anyMatch(kind -> kind.isInstance(store));
    }

    private record Windows<K, V>(Set<Class<?>> kinds, Function<Object, Object> unwrap)
            implements QueryableStoreType<ReadOnlyWindowStore<K, V>> {

        @Override
        public boolean accepts(StateStore stateStore) {
            return isOneOf(kinds, stateStore);
        }

        @Override
        public ReadOnlyWindowStore<K, V> create(Supplier<List<StateStore>> parts) {
            return new WindowParts<>(parts, unwrap);
        }
    }

    private record Sessions<K, V>(Class<?> kind, Function<Object, Object> unwrap)
            implements QueryableStoreType<ReadOnlySessionStore<K, V>> {

        @Override
        public boolean accepts(StateStore stateStore) {
            return kind.isInstance(stateStore);
        }

        @Override
        public ReadOnlySessionStore<K, V> create(Supplier<List<StateStore>> parts) {
            return new SessionParts<>(parts, unwrap);
        }
    }

    /** What is committed of {@code store}, where it says so. */
    static Object committed(StateStore store) {
        return store instanceof CommittedStore<?> own ? own.committed() : store;
    }

    /** A value without what stores keep beside it. */
    static Object plain(Object value) {
        if (value instanceof ValueTimestampHeaders<?> stamped) {
            return Objects.requireNonNull(stamped.value());
        }
        if (value instanceof AggregationWithHeaders<?> aggregate) {
            return Objects.requireNonNull(aggregate.aggregation());
        }
        return value instanceof ValueAndTimestamp<?> stamped ? stamped.value() : value;
    }

    /** A value without the headers that a store keeps beside it. */
    private static Object timestamped(Object value) {
        return value instanceof ValueTimestampHeaders<?> row
                ? Objects.requireNonNull(ValueAndTimestamp.make(row.value(), row.timestamp()))
                : value;
    }

    /** Key-value stores of some interfaces. */
    private record KeyValues<K, V>(Set<Class<?>> kinds, Function<Object, Object> unwrap)
            implements QueryableStoreType<ReadOnlyKeyValueStore<K, V>> {

        @Override
        public boolean accepts(StateStore stateStore) {
            return isOneOf(kinds, stateStore);
        }

        @Override
        public ReadOnlyKeyValueStore<K, V> create(Supplier<List<StateStore>> parts) {
            return new Parts<>(parts, unwrap);
        }
    }

    /** The parts of a store one after the other. Safe for several threads. */
    @SuppressWarnings("unchecked")
    private static final class Parts<K, V> implements ReadOnlyKeyValueStore<K, V> {

        private final Supplier<List<StateStore>> parts;
        private final Function<Object, Object> unwrap;

        Parts(Supplier<List<StateStore>> parts, Function<Object, Object> unwrap) {
            this.parts = parts;
            this.unwrap = unwrap;
        }

        private List<ReadOnlyKeyValueStore<K, Object>> views() {
            return parts.get().stream().map(this::view).toList();
        }

        private ReadOnlyKeyValueStore<K, Object> view(StateStore store) {
            if (committed(store) instanceof ReadOnlyKeyValueStore<?, ?> own) {
                return (ReadOnlyKeyValueStore<K, Object>) own;
            }
            throw new InvalidStateStoreException(
                    "store " + store.name() + " is not a key-value store.");
        }

        @Override
        public @Nullable V get(K key) {
            for (ReadOnlyKeyValueStore<K, Object> view : views()) {
                Object value = view.get(key);
                if (value != null) {
                    return (V) unwrap.apply(value);
                }
            }
            return null;
        }

        private KeyValueIterator<K, V> each(
                Function<ReadOnlyKeyValueStore<K, Object>, KeyValueIterator<K, Object>> range) {
            return new Chained<>(views().stream().map(range).toList(), unwrap);
        }

        @Override
        public KeyValueIterator<K, V> range(@Nullable K from, @Nullable K to) {
            return each(view -> view.range(from, to));
        }

        @Override
        public KeyValueIterator<K, V> reverseRange(@Nullable K from, @Nullable K to) {
            return each(view -> view.reverseRange(from, to));
        }

        @Override
        public KeyValueIterator<K, V> all() {
            return each(ReadOnlyKeyValueStore::all);
        }

        @Override
        public KeyValueIterator<K, V> reverseAll() {
            return each(ReadOnlyKeyValueStore::reverseAll);
        }

        @Override
        public <PS extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(
                P prefix, PS prefixKeySerializer) {
            return each(view -> view.prefixScan(prefix, prefixKeySerializer));
        }

        @Override
        public long approximateNumEntries() {
            long entries = 0;
            for (ReadOnlyKeyValueStore<K, Object> view : views()) {
                entries += view.approximateNumEntries();
            }
            return entries;
        }
    }
}
