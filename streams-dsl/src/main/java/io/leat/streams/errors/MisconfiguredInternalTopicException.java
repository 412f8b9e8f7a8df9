package io.leat.streams.errors;

/** An internal topic is there and is not as the topology needs it. */
public class MisconfiguredInternalTopicException extends StreamsException {

    private static final long serialVersionUID = 1L;

    public MisconfiguredInternalTopicException(String message) {
        super(message);
    }
}
