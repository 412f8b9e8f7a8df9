package io.leat.streams.http;

import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serializer;
import io.leat.streams.KeyQueryMetadata;
import io.leat.streams.StreamsMetadata;
import io.leat.streams.query.StateQueryRequest;
import io.leat.streams.query.StateQueryResult;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What may be asked of an application. Safe for several threads. */
public interface Queryable {

    /** The serde of a store's keys; null when no part of the store is here. */
    @Nullable Serde<?> keys(String store);

    /** Asks the parts of a store that are here. */
    <R> StateQueryResult<R> query(StateQueryRequest<R> request);

    /** Which instance has a key. */
    <K> KeyQueryMetadata where(String store, K key, Serializer<K> serializer);

    /** All instances that are known. */
    Collection<StreamsMetadata> instances();
}
