package io.leat.streams.errors;

/** A state store failed to read or write. */
public class ProcessorStateException extends StreamsException {

    private static final long serialVersionUID = 1L;

    public ProcessorStateException(String message) {
        super(message);
    }

    public ProcessorStateException(String message, Throwable cause) {
        super(message, cause);
    }

    public ProcessorStateException(Throwable cause) {
        super(cause);
    }
}
