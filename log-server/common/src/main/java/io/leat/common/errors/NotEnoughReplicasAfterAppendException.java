package io.leat.common.errors;

/** The records were written, but fewer replicas hold them than the topic requires. */
public class NotEnoughReplicasAfterAppendException extends RetriableException {

    private static final long serialVersionUID = 1L;

    public NotEnoughReplicasAfterAppendException(String message) {
        super(message);
    }
}
