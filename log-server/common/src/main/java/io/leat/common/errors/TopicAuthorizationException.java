package io.leat.common.errors;

import java.util.Set;

/** Not authorized for the topic. */
public class TopicAuthorizationException extends AuthorizationException {

    private static final long serialVersionUID = 1L;

    private final transient Set<String> unauthorizedTopics;

    public TopicAuthorizationException(String message, Set<String> unauthorizedTopics) {
        super(message);
        this.unauthorizedTopics = unauthorizedTopics;
    }

    public TopicAuthorizationException(Set<String> unauthorizedTopics) {
        this("Not authorized for topics: " + unauthorizedTopics, unauthorizedTopics);
    }

    public TopicAuthorizationException(String message) {
        this(message, Set.of());
    }

    /** The topics the client may not use; empty when the server did not say. */
    public Set<String> unauthorizedTopics() {
        return unauthorizedTopics;
    }
}
