package io.leat.streams.errors;

/** This instance does not have that partition of the store. */
public class InvalidStateStorePartitionException extends InvalidStateStoreException {

    private static final long serialVersionUID = 1L;

    public InvalidStateStorePartitionException(String message) {
        super(message);
    }

    public InvalidStateStorePartitionException(String message, Throwable cause) {
        super(message, cause);
    }
}
