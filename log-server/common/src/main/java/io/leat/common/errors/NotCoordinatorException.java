package io.leat.common.errors;

/** The broker is not the coordinator asked for. */
public class NotCoordinatorException extends RefreshRetriableException {

    private static final long serialVersionUID = 1L;

    public NotCoordinatorException(String message) {
        super(message);
    }

    public NotCoordinatorException(String message, Throwable cause) {
        super(message, cause);
    }
}
