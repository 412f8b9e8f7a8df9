package io.leat.streams.state;

import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.query.MultiVersionedKeyQuery;
import io.leat.streams.query.Query;
import io.leat.streams.query.QueryResult;
import io.leat.streams.query.ResultOrder;
import io.leat.streams.query.VersionedKeyQuery;
import io.leat.streams.state.spi.KeyedStore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A versioned store of typed keys and values over one of bytes. Owned by its task's thread. */
final class TypedVersionedStore<K, V>
        implements QueriedStore, VersionedKeyValueStore<K, V>, KeyedStore {

    private final BytesVersionedStore bytes;
    private final StoreSerdes<K, V> serdes;
    private final StoreQueries queries = new StoreQueries(this, this::answer);

    TypedVersionedStore(BytesVersionedStore bytes, StoreSerdes<K, V> serdes) {
        this.bytes = bytes;
        this.serdes = serdes;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        serdes.init(context, name());
        queries.init(context);
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
        if (query instanceof VersionedKeyQuery<?, ?> one) {
            Bytes key = serdes.bytes((K) one.key());
            VersionedEntries committed = bytes.committedVersions();
            VersionedEntries.Version version =
                    one.asOfTimestamp().isPresent()
                            ? committed.asOf(key, one.asOfTimestamp().get().toEpochMilli())
                            : committed.latest(key);
            return QueryResult.forResult(version == null ? null : record(version));
        }
        if (query instanceof MultiVersionedKeyQuery<?, ?> many) {
            Iterator<VersionedEntries.Version> versions =
                    bytes.committedVersions()
                            .between(
                                    serdes.bytes((K) many.key()),
                                    many.fromTime().map(Instant::toEpochMilli).orElse(-1L),
                                    many.toTime().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE),
                                    many.resultOrder() == ResultOrder.ASCENDING)
                            .iterator();
            return QueryResult.forResult(new Found(versions));
        }
        return null;
    }

    private VersionedRecord<V> record(VersionedEntries.Version version) {
        V value = serdes.value(version.value());
        return version.to() == VersionedEntries.NO_END
                ? new VersionedRecord<>(value, version.from())
                : new VersionedRecord<>(value, version.from(), version.to());
    }

    /** Versions that a query found. */
    private final class Found implements VersionedRecordIterator<V> {

        private final Iterator<VersionedEntries.Version> versions;

        Found(Iterator<VersionedEntries.Version> versions) {
            this.versions = versions;
        }

        @Override
        public boolean hasNext() {
            return versions.hasNext();
        }

        @Override
        public VersionedRecord<V> next() {
            return record(versions.next());
        }

        @Override
        public void close() {}
    }
}
