package io.leat.log.coordinator;

import io.leat.log.protocol.ErrorCode;

/** The log refused an append. Nothing was written; the coordinator's state is what it was. */
public final class CoordinatorLogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode error;

    public CoordinatorLogException(ErrorCode error, String message) {
        super(message);
        this.error = error;
    }

    /** Why, as the partition would answer a producer. */
    public ErrorCode error() {
        return error;
    }
}
