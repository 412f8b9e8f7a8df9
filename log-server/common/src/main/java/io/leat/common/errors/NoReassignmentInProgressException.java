package io.leat.common.errors;

/** The partition is not being reassigned. */
public class NoReassignmentInProgressException extends ApiException {

    private static final long serialVersionUID = 1L;

    public NoReassignmentInProgressException(String message) {
        super(message);
    }

    public NoReassignmentInProgressException(String message, Throwable cause) {
        super(message, cause);
    }
}
