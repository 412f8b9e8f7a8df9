package io.leat.common.errors;

/** The leader is the right one already. */
public class ElectionNotNeededException extends InvalidMetadataException {

    private static final long serialVersionUID = 1L;

    public ElectionNotNeededException(String message) {
        super(message);
    }

    public ElectionNotNeededException(String message, Throwable cause) {
        super(message, cause);
    }
}
