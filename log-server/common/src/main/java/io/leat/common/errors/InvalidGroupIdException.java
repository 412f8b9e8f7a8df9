package io.leat.common.errors;

/** The group id is not allowed. */
public class InvalidGroupIdException extends ApiException {

    private static final long serialVersionUID = 1L;

    public InvalidGroupIdException(String message, Throwable cause) {
        super(message, cause);
    }

    public InvalidGroupIdException(String message) {
        super(message);
    }
}
