package io.leat.streams.errors;

/** Tasks cannot be given to the instances of an application. */
public class TaskAssignmentException extends StreamsException {

    private static final long serialVersionUID = 1L;

    public TaskAssignmentException(String message) {
        super(message);
    }

    public TaskAssignmentException(String message, Throwable cause) {
        super(message, cause);
    }

    public TaskAssignmentException(Throwable cause) {
        super(cause);
    }
}
