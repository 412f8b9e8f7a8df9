package io.leat.log.coordinator;

import io.leat.log.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * The state of one coordinator partition. Owned by the loop of its log.
 *
 * <p>What is durable changes in {@link #apply} and {@link #applyMarker} only: called in the order
 * of the log, after the append when the decision was made here and again for the whole log when
 * another broker takes over. Both ways end in the same state.
 *
 * @param <R> its records
 */
public interface CoordinatorShard<R> {

    /**
     * Takes over what a record says.
     *
     * @param offset where the record stands in the log
     * @param producer in whose transaction it was written, null if in none
     */
    void apply(long offset, @Nullable ProducerIdentity producer, R record);

    /** Takes over the end of a transaction on this partition. */
    default void applyMarker(long offset, ProducerIdentity producer, boolean commit) {}

    /** The whole log was applied: timers start here, and work that was left half done resumes. */
    default void loaded(Moment now) {}

    /** The shard ends: whoever still waits for an answer gets {@code error}. */
    default void unloaded(ErrorCode error) {}
}
