package io.leat.common.errors;

/** The fetch size is not acceptable. */
public class InvalidFetchSizeException extends ApiException {

    private static final long serialVersionUID = 1L;

    public InvalidFetchSizeException(String message) {
        super(message);
    }

    public InvalidFetchSizeException(String message, Throwable cause) {
        super(message, cause);
    }
}
