package io.leat.clients.consumer;

import io.leat.common.errors.RetriableException;

/** An asynchronous commit failed for a passing reason; a later one may succeed. */
public class RetriableCommitFailedException extends RetriableException {

    private static final long serialVersionUID = 1L;

    public RetriableCommitFailedException(Throwable cause) {
        super("The commit failed for a passing reason; commit the latest offsets again.", cause);
    }

    public RetriableCommitFailedException(String message) {
        super(message);
    }

    public RetriableCommitFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
