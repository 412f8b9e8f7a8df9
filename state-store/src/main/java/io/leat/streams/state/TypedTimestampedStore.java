package io.leat.streams.state;

import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.query.Query;
import io.leat.streams.query.QueryResult;
import io.leat.streams.query.TimestampedKeyQuery;
import io.leat.streams.query.TimestampedRangeQuery;
import io.leat.streams.state.spi.TimeOrdered;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store of typed values with timestamps over a store of bytes. */
class TypedTimestampedStore<K, V> extends TypedStore<K, ValueAndTimestamp<V>>
        implements TimestampedKeyValueStore<K, V> {

    /** How a value and its timestamp are written. */
    private final Function<Serde<V>, Serde<ValueAndTimestamp<V>>> format;

    TypedTimestampedStore(
            KeyValueStore<Bytes, byte[]> bytes,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde) {
        this(bytes, keySerde, valueSerde, ValueAndTimestampSerde::new);
    }

    private TypedTimestampedStore(
            KeyValueStore<Bytes, byte[]> bytes,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            Function<Serde<V>, Serde<ValueAndTimestamp<V>>> format) {
        super(bytes, keySerde, valueSerde == null ? null : format.apply(valueSerde));
        this.format = format;
    }

    /** A store of values with headers, used without these. */
    static <K, V> TypedTimestampedStore<K, V> withoutHeaders(
            KeyValueStore<Bytes, byte[]> bytes,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde) {
        return new TypedTimestampedStore<>(bytes, keySerde, valueSerde, HeadersSerdes.OfRow::new);
    }

    /** A store whose rows are found by their timestamps. */
    static final class ByTime<K, V> extends TypedTimestampedStore<K, V>
            implements TimeOrdered<K, ValueAndTimestamp<V>> {

        private final TimeOrderedBuffer rows;

        ByTime(TimeOrderedBuffer rows, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
            super(rows, keySerde, valueSerde);
            this.rows = rows;
        }

        @Override
        public KeyValueIterator<K, ValueAndTimestamp<V>> upTo(long time) {
            return typed(rows.upTo(time));
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    @Nullable QueryResult<?> answer(
            Query<?> query, ReadOnlyKeyValueStore<K, ValueAndTimestamp<V>> view) {
        if (query instanceof TimestampedKeyQuery<?, ?> one) {
            return QueryResult.forResult(view.get((K) one.key()));
        }
        if (query instanceof TimestampedRangeQuery<?, ?> range) {
            return QueryResult.forResult(
                    range(
                            view,
                            (K) range.lowerBound().orElse(null),
                            (K) range.upperBound().orElse(null),
                            range.resultOrder()));
        }
        return super.answer(query, view);
    }

    @Override
    @SuppressWarnings("unchecked")
    Serde<ValueAndTimestamp<V>> defaultValueSerde(StateStoreContext context) {
        return format.apply((Serde<V>) context.valueSerde());
    }
}
