package io.leat.common.errors;

/** The broker has forgotten the producer: its records were deleted. */
public class UnknownProducerIdException extends OutOfOrderSequenceException {

    private static final long serialVersionUID = 1L;

    public UnknownProducerIdException(String message) {
        super(message);
    }
}
