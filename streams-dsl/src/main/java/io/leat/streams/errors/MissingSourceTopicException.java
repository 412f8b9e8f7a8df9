package io.leat.streams.errors;

/** A topic that the application reads does not exist. */
public class MissingSourceTopicException extends StreamsException {

    private static final long serialVersionUID = 1L;

    public MissingSourceTopicException(String message) {
        super(message);
    }

    public MissingSourceTopicException(String message, Throwable cause) {
        super(message, cause);
    }
}
