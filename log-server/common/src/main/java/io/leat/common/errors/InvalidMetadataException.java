package io.leat.common.errors;

/** A retriable error that says the client's metadata is stale. */
public abstract class InvalidMetadataException extends RefreshRetriableException {

    private static final long serialVersionUID = 1L;

    protected InvalidMetadataException() {}

    protected InvalidMetadataException(String message) {
        super(message);
    }

    protected InvalidMetadataException(String message, Throwable cause) {
        super(message, cause);
    }

    protected InvalidMetadataException(Throwable cause) {
        super(cause);
    }
}
