package io.leat.common.errors;

/** Fewer replicas are in sync than the topic requires; nothing was written. */
public class NotEnoughReplicasException extends RetriableException {

    private static final long serialVersionUID = 1L;

    public NotEnoughReplicasException() {}

    public NotEnoughReplicasException(String message, Throwable cause) {
        super(message, cause);
    }

    public NotEnoughReplicasException(String message) {
        super(message);
    }

    public NotEnoughReplicasException(Throwable cause) {
        super(cause);
    }
}
