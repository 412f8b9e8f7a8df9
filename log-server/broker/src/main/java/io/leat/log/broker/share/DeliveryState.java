package io.leat.log.broker.share;

import io.leat.log.coordinator.share.StateBatch;

/**
 * What became of a record that a share group has come to.
 *
 * <pre>
 *   AVAILABLE --fetched--> ACQUIRED --accepted-----------------> ACKNOWLEDGED
 *       ^                     |-------rejected, not there------> ARCHIVED
 *       |                     |-------released or too late, as often as allowed--> ARCHIVED
 *       +---------------------+-------released or too late
 * </pre>
 *
 * <p>One that is AVAILABLE becomes ARCHIVED when it turns out not to be in the log.
 */
enum DeliveryState {
    AVAILABLE(StateBatch.AVAILABLE),
    ACQUIRED(StateBatch.ACQUIRED),
    ACKNOWLEDGED(StateBatch.ACKNOWLEDGED),
    ARCHIVED(StateBatch.ARCHIVED);

    private final byte code;

    DeliveryState(byte code) {
        this.code = code;
    }

    byte code() {
        return code;
    }

    boolean isDone() {
        return this == ACKNOWLEDGED || this == ARCHIVED;
    }

    /** The state with the number {@code code}; what is neither free nor done was never written. */
    static DeliveryState of(byte code) {
        return switch (code) {
            case StateBatch.ACKNOWLEDGED -> ACKNOWLEDGED;
            case StateBatch.ARCHIVED -> ARCHIVED;
            default -> AVAILABLE;
        };
    }
}
