package io.leat.common.errors;

/** The leader epoch of the request is older than the broker's. */
public class FencedLeaderEpochException extends InvalidMetadataException {

    private static final long serialVersionUID = 1L;

    public FencedLeaderEpochException(String message) {
        super(message);
    }

    public FencedLeaderEpochException(String message, Throwable cause) {
        super(message, cause);
    }
}
