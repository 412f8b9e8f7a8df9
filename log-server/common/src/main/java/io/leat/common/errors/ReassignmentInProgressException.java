package io.leat.common.errors;

/** The partition is being reassigned already. */
public class ReassignmentInProgressException extends ApiException {

    private static final long serialVersionUID = 1L;

    public ReassignmentInProgressException(String message) {
        super(message);
    }

    public ReassignmentInProgressException(String message, Throwable cause) {
        super(message, cause);
    }
}
