package io.leat.common.errors;

/** The authentication in use does not support the operation. */
public class UnsupportedByAuthenticationException extends ApiException {

    private static final long serialVersionUID = 1L;

    public UnsupportedByAuthenticationException(String message) {
        super(message);
    }

    public UnsupportedByAuthenticationException(String message, Throwable cause) {
        super(message, cause);
    }
}
