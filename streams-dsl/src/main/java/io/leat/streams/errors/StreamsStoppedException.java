package io.leat.streams.errors;

/** The application has been stopped. */
public class StreamsStoppedException extends InvalidStateStoreException {

    private static final long serialVersionUID = 1L;

    public StreamsStoppedException(String message) {
        super(message);
    }

    public StreamsStoppedException(String message, Throwable cause) {
        super(message, cause);
    }
}
