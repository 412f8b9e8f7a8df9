package io.leat.common.errors;

/** The broker did not accept who the client says it is. Retrying does not help. */
public class AuthenticationException extends InvalidConfigurationException {

    private static final long serialVersionUID = 1L;

    public AuthenticationException(String message) {
        super(message);
    }

    public AuthenticationException(Throwable cause) {
        super(cause);
    }

    public AuthenticationException(String message, Throwable cause) {
        super(message, cause);
    }
}
