package io.leat.log.runtime;

/** A broken invariant: a defect of Leat itself, never a fault of the environment or the caller. */
public final class BugException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BugException(String message) {
        super(message);
    }

    public BugException(String message, Throwable cause) {
        super(message, cause);
    }
}
