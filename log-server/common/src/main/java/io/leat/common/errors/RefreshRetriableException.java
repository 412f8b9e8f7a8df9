package io.leat.common.errors;

/** A retriable error that says the client should refresh what it knows of the cluster first. */
public abstract class RefreshRetriableException extends RetriableException {

    private static final long serialVersionUID = 1L;

    public RefreshRetriableException(String message, Throwable cause) {
        super(message, cause);
    }

    public RefreshRetriableException(String message) {
        super(message);
    }

    public RefreshRetriableException(Throwable cause) {
        super(cause);
    }

    public RefreshRetriableException() {}
}
