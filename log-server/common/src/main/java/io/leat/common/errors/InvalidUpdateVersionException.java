package io.leat.common.errors;

/** The version of the update is not acceptable. */
public class InvalidUpdateVersionException extends ApiException {

    private static final long serialVersionUID = 1L;

    public InvalidUpdateVersionException(String message) {
        super(message);
    }

    public InvalidUpdateVersionException(String message, Throwable cause) {
        super(message, cause);
    }
}
