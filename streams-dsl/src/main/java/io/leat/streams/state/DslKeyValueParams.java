package io.leat.streams.state;

import io.leat.streams.DslStoreFormat;

/** What the DSL wants of a key-value store. Immutable. */
public record DslKeyValueParams(String name, DslStoreFormat dslStoreFormat) {

    public DslKeyValueParams(String name, boolean isTimestamped) {
        this(name, isTimestamped ? DslStoreFormat.TIMESTAMPED : DslStoreFormat.PLAIN);
    }

    public boolean isTimestamped() {
        return dslStoreFormat == DslStoreFormat.TIMESTAMPED;
    }
}
