package io.leat.streams.state;

import io.leat.streams.DslStoreFormat;
import io.leat.streams.kstream.EmitStrategy;
import java.time.Duration;

/** What the DSL wants of a window store. Immutable. */
public record DslWindowParams(
        String name,
        Duration retentionPeriod,
        Duration windowSize,
        boolean retainDuplicates,
        EmitStrategy emitStrategy,
        boolean isSlidingWindow,
        DslStoreFormat dslStoreFormat) {

    public DslWindowParams(
            String name,
            Duration retentionPeriod,
            Duration windowSize,
            boolean retainDuplicates,
            EmitStrategy emitStrategy,
            boolean isSlidingWindow,
            boolean isTimestamped) {
        this(
                name,
                retentionPeriod,
                windowSize,
                retainDuplicates,
                emitStrategy,
                isSlidingWindow,
                isTimestamped ? DslStoreFormat.TIMESTAMPED : DslStoreFormat.PLAIN);
    }

    public boolean isTimestamped() {
        return dslStoreFormat == DslStoreFormat.TIMESTAMPED;
    }
}
