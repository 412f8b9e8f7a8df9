package io.leat.common.errors;

/** The timestamp of a record is outside the accepted range. */
public class InvalidTimestampException extends ApiException {

    private static final long serialVersionUID = 1L;

    public InvalidTimestampException(String message) {
        super(message);
    }

    public InvalidTimestampException(String message, Throwable cause) {
        super(message, cause);
    }
}
