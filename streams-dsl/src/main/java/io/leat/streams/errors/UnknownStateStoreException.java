package io.leat.streams.errors;

/** No store of the topology has that name. */
public class UnknownStateStoreException extends InvalidStateStoreException {

    private static final long serialVersionUID = 1L;

    public UnknownStateStoreException(String message) {
        super(message);
    }

    public UnknownStateStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
