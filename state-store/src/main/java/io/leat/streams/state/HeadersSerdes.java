package io.leat.streams.state;

import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serializer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Serdes of what stores with headers keep. */
final class HeadersSerdes {

    private HeadersSerdes() {}

    /** Headers, timestamp (8 bytes) and value. */
    record OfValue<V>(Serde<V> values) implements Serde<ValueTimestampHeaders<V>> {

        @Override
        public Serializer<ValueTimestampHeaders<V>> serializer() {
            return this::serialize;
        }

        private byte @Nullable [] serialize(
                String topic, @Nullable ValueTimestampHeaders<V> triple) {
            V value = triple == null ? null : triple.value();
            byte[] bytes =
                    triple == null || value == null
                            ? null
                            : values.serializer().serialize(topic, triple.headers(), value);
            if (triple == null || bytes == null) {
                return null;
            }
            return StoredHeaders.before(
                    triple.headers(),
                    ByteBuffer.allocate(Long.BYTES + bytes.length)
                            .putLong(triple.timestamp())
                            .put(bytes)
                            .array());
        }

        @Override
        public Deserializer<ValueTimestampHeaders<V>> deserializer() {
            return (topic, bytes) -> {
                if (bytes == null) {
                    return null;
                }
                ByteBuffer in = ByteBuffer.wrap(bytes);
                var headers = StoredHeaders.take(in);
                long timestamp = in.getLong();
                return ValueTimestampHeaders.make(
                        values.deserializer().deserialize(topic, headers, StoredHeaders.rest(in)),
                        timestamp,
                        headers);
            };
        }
    }

    /** The same bytes as values with timestamps: the headers are those that serializers add. */
    record OfRow<V>(OfValue<V> stored) implements Serde<ValueAndTimestamp<V>> {

        OfRow(Serde<V> values) {
            this(new OfValue<>(values));
        }

        @Override
        public Serializer<ValueAndTimestamp<V>> serializer() {
            return (topic, row) ->
                    row == null
                            ? null
                            : stored.serialize(
                                    topic,
                                    ValueTimestampHeaders.make(
                                            row.value(), row.timestamp(), new RecordHeaders()));
        }

        @Override
        public Deserializer<ValueAndTimestamp<V>> deserializer() {
            return (topic, bytes) -> {
                var read = stored.deserializer().deserialize(topic, bytes);
                return read == null ? null : ValueAndTimestamp.make(read.value(), read.timestamp());
            };
        }
    }

    /** Headers and aggregate. */
    record OfAggregate<A>(Serde<A> aggregates) implements Serde<AggregationWithHeaders<A>> {

        @Override
        public Serializer<AggregationWithHeaders<A>> serializer() {
            return this::serialize;
        }

        private byte @Nullable [] serialize(
                String topic, @Nullable AggregationWithHeaders<A> pair) {
            A aggregate = pair == null ? null : pair.aggregation();
            byte[] bytes =
                    pair == null || aggregate == null
                            ? null
                            : aggregates.serializer().serialize(topic, pair.headers(), aggregate);
            return pair == null || bytes == null
                    ? null
                    : StoredHeaders.before(pair.headers(), bytes);
        }

        @Override
        public Deserializer<AggregationWithHeaders<A>> deserializer() {
            return (topic, bytes) -> {
                if (bytes == null) {
                    return null;
                }
                ByteBuffer in = ByteBuffer.wrap(bytes);
                var headers = StoredHeaders.take(in);
                return AggregationWithHeaders.make(
                        aggregates
                                .deserializer()
                                .deserialize(topic, headers, StoredHeaders.rest(in)),
                        headers);
            };
        }
    }

    /** The same bytes as aggregates: the headers are those that serializers add. */
    record OfPlainAggregate<A>(OfAggregate<A> stored) implements Serde<A> {

        OfPlainAggregate(Serde<A> aggregates) {
            this(new OfAggregate<>(aggregates));
        }

        @Override
        public Serializer<A> serializer() {
            return (topic, aggregate) ->
                    stored.serialize(
                            topic, AggregationWithHeaders.make(aggregate, new RecordHeaders()));
        }

        @Override
        public Deserializer<A> deserializer() {
            return (topic, bytes) ->
                    AggregationWithHeaders.getAggregationOrNull(
                            stored.deserializer().deserialize(topic, bytes));
        }
    }
}
