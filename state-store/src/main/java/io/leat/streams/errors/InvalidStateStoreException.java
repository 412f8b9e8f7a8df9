package io.leat.streams.errors;

/** A state store cannot be used: it is closed, missing, or of another type. */
public class InvalidStateStoreException extends StreamsException {

    private static final long serialVersionUID = 1L;

    public InvalidStateStoreException(String message) {
        super(message);
    }

    public InvalidStateStoreException(String message, Throwable cause) {
        super(message, cause);
    }

    public InvalidStateStoreException(Throwable cause) {
        super(cause);
    }
}
