package io.leat.common.errors;

/** The group is still subscribed to the topic. */
public class GroupSubscribedToTopicException extends ApiException {

    private static final long serialVersionUID = 1L;

    public GroupSubscribedToTopicException(String message) {
        super(message);
    }
}
