package io.leat.common.errors;

/** The leader epoch of the request is newer than the broker's. */
public class UnknownLeaderEpochException extends RetriableException {

    private static final long serialVersionUID = 1L;

    public UnknownLeaderEpochException(String message) {
        super(message);
    }

    public UnknownLeaderEpochException(String message, Throwable cause) {
        super(message, cause);
    }
}
