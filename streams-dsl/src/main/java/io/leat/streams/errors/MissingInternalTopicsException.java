package io.leat.streams.errors;

import java.util.List;

/**
 * Internal topics are missing that were to be there. For programs that catch it: Leat makes them.
 */
public class MissingInternalTopicsException extends StreamsException {

    private static final long serialVersionUID = 1L;

    private final List<String> topics;

    public MissingInternalTopicsException(String message, List<String> topics) {
        super(message);
        this.topics = List.copyOf(topics);
    }

    /** Those that are missing. */
    public List<String> topics() {
        return topics;
    }
}
