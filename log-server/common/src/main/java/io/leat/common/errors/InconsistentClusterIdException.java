package io.leat.common.errors;

/** The cluster id is another one. */
public class InconsistentClusterIdException extends ApiException {

    private static final long serialVersionUID = 1L;

    public InconsistentClusterIdException(String message) {
        super(message);
    }

    public InconsistentClusterIdException(String message, Throwable cause) {
        super(message, cause);
    }
}
