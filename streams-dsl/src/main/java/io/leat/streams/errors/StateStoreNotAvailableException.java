package io.leat.streams.errors;

/**
 * The store cannot be used for good. For programs that catch it: Leat throws what this is a kind
 * of.
 */
public class StateStoreNotAvailableException extends InvalidStateStoreException {

    private static final long serialVersionUID = 1L;

    public StateStoreNotAvailableException(String message) {
        super(message);
    }

    public StateStoreNotAvailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
