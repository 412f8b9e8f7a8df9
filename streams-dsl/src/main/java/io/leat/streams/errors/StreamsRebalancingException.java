package io.leat.streams.errors;

/** Stores are being restored or moved; ask again soon. */
public class StreamsRebalancingException extends InvalidStateStoreException {

    private static final long serialVersionUID = 1L;

    public StreamsRebalancingException(String message) {
        super(message);
    }

    public StreamsRebalancingException(String message, Throwable cause) {
        super(message, cause);
    }
}
