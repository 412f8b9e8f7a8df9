package io.leat.common.errors;

/** The generation of the group is another one. */
public class IllegalGenerationException extends ApplicationRecoverableException {

    private static final long serialVersionUID = 1L;

    public IllegalGenerationException() {}

    public IllegalGenerationException(String message, Throwable cause) {
        super(message, cause);
    }

    public IllegalGenerationException(String message) {
        super(message);
    }

    public IllegalGenerationException(Throwable cause) {
        super(cause);
    }
}
