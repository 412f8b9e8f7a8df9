package io.leat.streams.errors;

/** The internal topics are there already. For programs that catch it: Leat takes those that are. */
public class InternalTopicsAlreadySetupException extends StreamsException {

    private static final long serialVersionUID = 1L;

    public InternalTopicsAlreadySetupException(String message) {
        super(message);
    }
}
