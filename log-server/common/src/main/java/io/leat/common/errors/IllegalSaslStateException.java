package io.leat.common.errors;

/** The request does not fit the state of the SASL exchange. */
public class IllegalSaslStateException extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    public IllegalSaslStateException(String message) {
        super(message);
    }

    public IllegalSaslStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
