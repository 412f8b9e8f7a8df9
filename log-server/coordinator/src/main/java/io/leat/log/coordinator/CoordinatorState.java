package io.leat.log.coordinator;

import io.leat.log.protocol.ErrorCode;

/**
 * The life of a coordinator partition.
 *
 * <pre>
 *   LOADING --log applied--> ACTIVE
 *   LOADING --log unreadable--> FAILED --after a pause--> LOADING
 *   ACTIVE --a bug--> FAILED
 *   any --its disk failed--> OFFLINE
 *   any --leadership ends--> CLOSED
 * </pre>
 */
enum CoordinatorState {
    LOADING(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS),
    ACTIVE(ErrorCode.NONE),
    FAILED(ErrorCode.COORDINATOR_NOT_AVAILABLE),
    OFFLINE(ErrorCode.COORDINATOR_NOT_AVAILABLE),
    CLOSED(ErrorCode.NOT_COORDINATOR);

    private final ErrorCode error;

    CoordinatorState(ErrorCode error) {
        this.error = error;
    }

    /** What a request gets in this state. */
    ErrorCode error() {
        return error;
    }
}
