package io.leat.common.errors;

/** The transaction timeout is larger than the broker allows. */
public class InvalidTxnTimeoutException extends ApiException {

    private static final long serialVersionUID = 1L;

    public InvalidTxnTimeoutException(String message, Throwable cause) {
        super(message, cause);
    }

    public InvalidTxnTimeoutException(String message) {
        super(message);
    }
}
