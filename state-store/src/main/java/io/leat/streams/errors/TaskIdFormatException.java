package io.leat.streams.errors;

/** A text that is no task id. */
public class TaskIdFormatException extends StreamsException {

    private static final long serialVersionUID = 1L;

    public TaskIdFormatException(String message) {
        super(message);
    }

    public TaskIdFormatException(String message, Throwable cause) {
        super(message, cause);
    }

    public TaskIdFormatException(Throwable cause) {
        super(cause);
    }
}
