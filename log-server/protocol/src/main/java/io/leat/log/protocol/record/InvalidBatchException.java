package io.leat.log.protocol.record;

import io.leat.log.protocol.ErrorCode;

/** A record batch that breaks the format or a rule; carries the error a client is told. */
public final class InvalidBatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public InvalidBatchException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public InvalidBatchException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** What the response says. */
    public ErrorCode code() {
        return code;
    }

    static InvalidBatchException corrupt(String message) {
        return new InvalidBatchException(ErrorCode.CORRUPT_MESSAGE, message);
    }

    static InvalidBatchException invalid(String message) {
        return new InvalidBatchException(ErrorCode.INVALID_RECORD, message);
    }
}
