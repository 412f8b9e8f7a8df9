package io.leat.common.errors;

/** The client cannot read the compression of the partition. */
public class UnsupportedCompressionTypeException extends ApiException {

    private static final long serialVersionUID = 1L;

    public UnsupportedCompressionTypeException(String message) {
        super(message);
    }

    public UnsupportedCompressionTypeException(String message, Throwable cause) {
        super(message, cause);
    }
}
