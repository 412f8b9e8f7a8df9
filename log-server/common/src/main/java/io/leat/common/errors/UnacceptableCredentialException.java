package io.leat.common.errors;

/** The credential does not meet the rules. */
public class UnacceptableCredentialException extends ApiException {

    private static final long serialVersionUID = 1L;

    public UnacceptableCredentialException(String message) {
        super(message);
    }

    public UnacceptableCredentialException(String message, Throwable cause) {
        super(message, cause);
    }
}
