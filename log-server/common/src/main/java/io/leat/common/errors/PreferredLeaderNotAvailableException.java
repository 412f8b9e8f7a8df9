package io.leat.common.errors;

/** The preferred leader is not available. */
public class PreferredLeaderNotAvailableException extends InvalidMetadataException {

    private static final long serialVersionUID = 1L;

    public PreferredLeaderNotAvailableException(String message) {
        super(message);
    }

    public PreferredLeaderNotAvailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
