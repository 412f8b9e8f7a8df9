package io.leat.log.storage;

import io.leat.log.protocol.ErrorCode;

/** The log refused or failed to do something; carries the error a client is told. */
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public StorageException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public StorageException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
