package io.leat.common.errors;

/** Not authorized for the delegation token. */
public class DelegationTokenAuthorizationException extends AuthorizationException {

    private static final long serialVersionUID = 1L;

    public DelegationTokenAuthorizationException(String message) {
        super(message);
    }

    public DelegationTokenAuthorizationException(String message, Throwable cause) {
        super(message, cause);
    }
}
