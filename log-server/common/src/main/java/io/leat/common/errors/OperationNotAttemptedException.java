package io.leat.common.errors;

/** The operation was not tried, because another one in the request failed. */
public class OperationNotAttemptedException extends ApiException {

    private static final long serialVersionUID = 1L;

    public OperationNotAttemptedException(String message) {
        super(message);
    }
}
