package io.leat.common.errors;

/** Topics may not be deleted on this server. */
public class TopicDeletionDisabledException extends ApiException {

    private static final long serialVersionUID = 1L;

    public TopicDeletionDisabledException() {}

    public TopicDeletionDisabledException(String message) {
        super(message);
    }
}
