package io.leat.common.errors;

/** No coordinator is available. */
public class CoordinatorNotAvailableException extends RefreshRetriableException {

    private static final long serialVersionUID = 1L;

    /** For places where neither message nor cause says more. */
    public static final CoordinatorNotAvailableException INSTANCE =
            new CoordinatorNotAvailableException("No coordinator is available");

    public CoordinatorNotAvailableException(String message) {
        super(message);
    }

    public CoordinatorNotAvailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
