package io.leat.log.security;

/** A login failed, and will again: wrong credentials, or no common mechanism. */
public final class LoginException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean mechanism;

    public LoginException(String message) {
        this(message, false);
    }

    private LoginException(String message, boolean mechanism) {
        super(message);
        this.mechanism = mechanism;
    }

    /** The server does not know the mechanism. */
    static LoginException mechanism(String message) {
        return new LoginException(message, true);
    }

    /** Whether the reason is that the server has other mechanisms. */
    public boolean isMechanism() {
        return mechanism;
    }
}
