package io.leat.streams.state;

import io.leat.streams.DslStoreFormat;
import io.leat.streams.kstream.EmitStrategy;
import java.time.Duration;

/** What the DSL wants of a session store. Immutable. */
public record DslSessionParams(
        String name,
        Duration retentionPeriod,
        EmitStrategy emitStrategy,
        DslStoreFormat storeFormat) {

    public DslSessionParams(String name, Duration retentionPeriod, EmitStrategy emitStrategy) {
        this(name, retentionPeriod, emitStrategy, DslStoreFormat.PLAIN);
    }
}
