package io.leat.streams.errors;

/**
 * The store is on another instance now. For programs that catch it: Leat throws what this is a kind
 * of.
 */
public class StateStoreMigratedException extends InvalidStateStoreException {

    private static final long serialVersionUID = 1L;

    public StateStoreMigratedException(String message) {
        super(message);
    }

    public StateStoreMigratedException(String message, Throwable cause) {
        super(message, cause);
    }
}
