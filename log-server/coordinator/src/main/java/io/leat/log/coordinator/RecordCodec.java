package io.leat.log.coordinator;

import org.jspecify.annotations.Nullable;

/**
 * Turns what a coordinator decides into records of its topic and back. Stateless.
 *
 * @param <R> the coordinator's records, a sealed interface
 */
public interface RecordCodec<R> {

    RawRecord encode(R record);

    /** What {@code raw} says, or null if it is of a kind this version does not know: skip it. */
    @Nullable R decode(RawRecord raw);
}
