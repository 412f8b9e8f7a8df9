package io.leat.common.errors;

import java.util.Set;

/** The topic name is not allowed. */
public class InvalidTopicException extends InvalidConfigurationException {

    private static final long serialVersionUID = 1L;

    private final transient Set<String> invalidTopics;

    public InvalidTopicException() {
        this.invalidTopics = Set.of();
    }

    public InvalidTopicException(String message, Throwable cause) {
        super(message, cause);
        this.invalidTopics = Set.of();
    }

    public InvalidTopicException(String message) {
        super(message);
        this.invalidTopics = Set.of();
    }

    public InvalidTopicException(Throwable cause) {
        super(cause);
        this.invalidTopics = Set.of();
    }

    public InvalidTopicException(Set<String> invalidTopics) {
        this("Invalid topics: " + invalidTopics, invalidTopics);
    }

    public InvalidTopicException(String message, Set<String> invalidTopics) {
        super(message);
        this.invalidTopics = invalidTopics;
    }

    /** The names that are not allowed. */
    public Set<String> invalidTopics() {
        return invalidTopics;
    }
}
