package io.leat.common.errors;

/** A batch of the producer is missing before this one. */
public class OutOfOrderSequenceException extends ApiException {

    private static final long serialVersionUID = 1L;

    public OutOfOrderSequenceException(String message) {
        super(message);
    }
}
