package io.leat.streams.state;

import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The aggregate of a session with the headers of the record that set it. KIP-1271. */
public final class AggregationWithHeaders<AGG> {

    private final @Nullable AGG aggregation;
    private final Headers headers;

    private AggregationWithHeaders(@Nullable AGG aggregation, @Nullable Headers headers) {
        this.aggregation = aggregation;
        this.headers = headers == null ? new RecordHeaders() : headers;
    }

    /** Null when {@code aggregation} is; no headers are the same as empty ones. */
    public static <AGG> @Nullable AggregationWithHeaders<AGG> make(
            @Nullable AGG aggregation, @Nullable Headers headers) {
        return aggregation == null ? null : new AggregationWithHeaders<>(aggregation, headers);
    }

    /** As {@link #make}, also for an aggregate that is null. */
    public static <AGG> AggregationWithHeaders<AGG> makeAllowNullable(
            @Nullable AGG aggregation, @Nullable Headers headers) {
        return new AggregationWithHeaders<>(aggregation, headers);
    }

    public static <AGG> @Nullable AGG getAggregationOrNull(
            @Nullable AggregationWithHeaders<AGG> aggregationWithHeaders) {
        return aggregationWithHeaders == null ? null : aggregationWithHeaders.aggregation;
    }

    public @Nullable AGG aggregation() {
        return aggregation;
    }

    public Headers headers() {
        return headers;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AggregationWithHeaders<?> that
                && Objects.equals(aggregation, that.aggregation)
                && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(aggregation, headers);
    }

    @Override
    public String toString() {
        return "AggregationWithHeaders{aggregation=" + aggregation + ", headers=" + headers + '}';
    }
}
