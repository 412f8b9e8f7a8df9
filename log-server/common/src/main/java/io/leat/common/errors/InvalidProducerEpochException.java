package io.leat.common.errors;

/** The producer's epoch is old. */
public class InvalidProducerEpochException extends ApplicationRecoverableException {

    private static final long serialVersionUID = 1L;

    public InvalidProducerEpochException(String message) {
        super(message);
    }
}
