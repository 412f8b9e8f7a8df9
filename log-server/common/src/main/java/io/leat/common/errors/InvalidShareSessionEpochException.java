package io.leat.common.errors;

/** The epoch does not continue the share session. */
public class InvalidShareSessionEpochException extends RetriableException {

    private static final long serialVersionUID = 1L;

    public InvalidShareSessionEpochException(String message) {
        super(message);
    }
}
