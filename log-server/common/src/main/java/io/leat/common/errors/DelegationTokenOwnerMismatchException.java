package io.leat.common.errors;

/** The principal is neither owner nor renewer of the token. */
public class DelegationTokenOwnerMismatchException extends ApiException {

    private static final long serialVersionUID = 1L;

    public DelegationTokenOwnerMismatchException(String message) {
        super(message);
    }

    public DelegationTokenOwnerMismatchException(String message, Throwable cause) {
        super(message, cause);
    }
}
