package io.leat.common.errors;

/** The voter is in the set already. */
public class DuplicateVoterException extends ApiException {

    private static final long serialVersionUID = 1L;

    public DuplicateVoterException(String message) {
        super(message);
    }

    public DuplicateVoterException(String message, Throwable cause) {
        super(message, cause);
    }
}
