package io.leat.streams.state.spi;

import io.leat.streams.processor.StateStore;

/**
 * A store that keeps headers beside its values, and can be used as one that does not: what is
 * written that way has the headers that serializers add, and no others. So the DSL uses it
 * (KIP-1285).
 */
public interface HeadersStore {

    /** This store, seen without headers. */
    StateStore withoutHeaders();

    /** {@code store}, seen without headers if it keeps some. */
    static StateStore withoutHeaders(StateStore store) {
        return store instanceof HeadersStore kept ? kept.withoutHeaders() : store;
    }
}
