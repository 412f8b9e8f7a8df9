package io.leat.common.errors;

/** A sender or receiver of the request is no voter. */
public class InconsistentVoterSetException extends ApiException {

    private static final long serialVersionUID = 1L;

    public InconsistentVoterSetException(String message) {
        super(message);
    }

    public InconsistentVoterSetException(String message, Throwable cause) {
        super(message, cause);
    }
}
