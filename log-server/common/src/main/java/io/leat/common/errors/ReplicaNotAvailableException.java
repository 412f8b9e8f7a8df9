package io.leat.common.errors;

/** The broker holds no replica of the partition. */
public class ReplicaNotAvailableException extends InvalidMetadataException {

    private static final long serialVersionUID = 1L;

    public ReplicaNotAvailableException(String message) {
        super(message);
    }

    public ReplicaNotAvailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public ReplicaNotAvailableException(Throwable cause) {
        super(cause);
    }
}
