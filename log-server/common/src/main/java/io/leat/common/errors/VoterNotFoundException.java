package io.leat.common.errors;

/** The voter is not in the set. */
public class VoterNotFoundException extends ApiException {

    private static final long serialVersionUID = 1L;

    public VoterNotFoundException(String message) {
        super(message);
    }

    public VoterNotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
