package io.leat.common.errors;

/** A topic of this name exists already. */
public class TopicExistsException extends ApiException {

    private static final long serialVersionUID = 1L;

    public TopicExistsException(String message) {
        super(message);
    }

    public TopicExistsException(String message, Throwable cause) {
        super(message, cause);
    }
}
