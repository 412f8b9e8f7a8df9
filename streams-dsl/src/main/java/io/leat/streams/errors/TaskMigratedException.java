package io.leat.streams.errors;

/** Tasks of this thread now belong to somebody else. */
public class TaskMigratedException extends StreamsException {

    private static final long serialVersionUID = 1L;

    public TaskMigratedException(String message) {
        super(message);
    }

    public TaskMigratedException(String message, Throwable cause) {
        super(message, cause);
    }
}
