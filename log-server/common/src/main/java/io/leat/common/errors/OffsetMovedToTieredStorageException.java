package io.leat.common.errors;

/** The records of this offset are in remote storage. */
public class OffsetMovedToTieredStorageException extends ApiException {

    private static final long serialVersionUID = 1L;

    public OffsetMovedToTieredStorageException(String message) {
        super(message);
    }

    public OffsetMovedToTieredStorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
