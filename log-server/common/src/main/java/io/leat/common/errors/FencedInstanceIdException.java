package io.leat.common.errors;

/** Another consumer uses the same group.instance.id. */
public class FencedInstanceIdException extends ApplicationRecoverableException {

    private static final long serialVersionUID = 1L;

    public FencedInstanceIdException(String message) {
        super(message);
    }

    public FencedInstanceIdException(String message, Throwable cause) {
        super(message, cause);
    }
}
