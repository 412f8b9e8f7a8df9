package io.leat.common.errors;

/** The broker is neither leader nor follower of the partition. */
public class NotLeaderOrFollowerException extends InvalidMetadataException {

    private static final long serialVersionUID = 1L;

    public NotLeaderOrFollowerException() {}

    public NotLeaderOrFollowerException(String message) {
        super(message);
    }

    public NotLeaderOrFollowerException(Throwable cause) {
        super(cause);
    }

    public NotLeaderOrFollowerException(String message, Throwable cause) {
        super(message, cause);
    }
}
