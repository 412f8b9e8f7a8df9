package io.leat.common.errors;

/** The epoch does not continue the fetch session. */
public class InvalidFetchSessionEpochException extends RetriableException {

    private static final long serialVersionUID = 1L;

    public InvalidFetchSessionEpochException() {}

    public InvalidFetchSessionEpochException(String message) {
        super(message);
    }
}
