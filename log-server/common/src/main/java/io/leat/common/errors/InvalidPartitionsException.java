package io.leat.common.errors;

/** The number of partitions is not acceptable. */
public class InvalidPartitionsException extends ApiException {

    private static final long serialVersionUID = 1L;

    public InvalidPartitionsException(String message) {
        super(message);
    }

    public InvalidPartitionsException(String message, Throwable cause) {
        super(message, cause);
    }
}
