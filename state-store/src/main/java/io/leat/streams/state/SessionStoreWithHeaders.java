package io.leat.streams.state;

import io.leat.streams.processor.StateStore;

/** A session store of aggregates with headers. KIP-1271. */
public interface SessionStoreWithHeaders<K, AGG>
        extends StateStore, SessionStore<K, AggregationWithHeaders<AGG>> {}
