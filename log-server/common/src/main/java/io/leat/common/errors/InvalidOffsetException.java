package io.leat.common.errors;

/** The offset is not valid for the partition. */
public class InvalidOffsetException extends ApiException {

    private static final long serialVersionUID = 1L;

    public InvalidOffsetException(String message) {
        super(message);
    }

    public InvalidOffsetException(String message, Throwable cause) {
        super(message, cause);
    }
}
