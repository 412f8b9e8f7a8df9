package io.leat.common.errors;

/** The voter's key is not that of the replica. */
public class InvalidVoterKeyException extends ApiException {

    private static final long serialVersionUID = 1L;

    public InvalidVoterKeyException(String message) {
        super(message);
    }

    public InvalidVoterKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
