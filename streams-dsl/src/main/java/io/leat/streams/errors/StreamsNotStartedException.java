package io.leat.streams.errors;

/** The application has not been started. */
public class StreamsNotStartedException extends InvalidStateStoreException {

    private static final long serialVersionUID = 1L;

    public StreamsNotStartedException(String message) {
        super(message);
    }

    public StreamsNotStartedException(String message, Throwable cause) {
        super(message, cause);
    }
}
