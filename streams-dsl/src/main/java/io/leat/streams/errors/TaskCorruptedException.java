package io.leat.streams.errors;

/** A transaction ended unclearly: its tasks start again from the last commit. */
public class TaskCorruptedException extends StreamsException {

    private static final long serialVersionUID = 1L;

    public TaskCorruptedException(String message) {
        super(message);
    }

    public TaskCorruptedException(String message, Throwable cause) {
        super(message, cause);
    }
}
