package io.leat.common.errors;

/**
 * An error after which the application can go on with a new client or after joining its group
 * again.
 */
public abstract class ApplicationRecoverableException extends ApiException {

    private static final long serialVersionUID = 1L;

    public ApplicationRecoverableException(String message, Throwable cause) {
        super(message, cause);
    }

    public ApplicationRecoverableException(String message) {
        super(message);
    }

    public ApplicationRecoverableException(Throwable cause) {
        super(cause);
    }

    public ApplicationRecoverableException() {}
}
