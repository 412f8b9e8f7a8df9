package io.leat.log.broker.coordinator;

import io.leat.log.coordinator.TransactionMarker;
import io.leat.log.protocol.ErrorCode;
import java.util.function.Consumer;

/** A partition that takes transaction markers. Called on its loop. */
public interface MarkerTarget {

    /**
     * Appends {@code marker} and calls {@code done} once it is committed, on the partition's loop.
     * A marker that is there already is a success. {@link ErrorCode#TRANSACTION_COORDINATOR_FENCED}
     * if one of a newer coordinator is, {@link ErrorCode#INVALID_PRODUCER_EPOCH} if one of a newer
     * epoch is, and a retriable error while it cannot be appended.
     */
    void appendMarker(TransactionMarker marker, Consumer<ErrorCode> done);
}
