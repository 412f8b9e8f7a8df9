package io.leat.common.errors;

/** The delegation token has expired. */
public class DelegationTokenExpiredException extends ApiException {

    private static final long serialVersionUID = 1L;

    public DelegationTokenExpiredException(String message) {
        super(message);
    }

    public DelegationTokenExpiredException(String message, Throwable cause) {
        super(message, cause);
    }
}
