package io.leat.common.errors;

/** The record is not in a state in which it can be acknowledged. */
public class InvalidRecordStateException extends ApiException {

    private static final long serialVersionUID = 1L;

    public InvalidRecordStateException(String message) {
        super(message);
    }
}
