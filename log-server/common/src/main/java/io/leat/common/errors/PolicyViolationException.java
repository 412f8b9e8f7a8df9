package io.leat.common.errors;

/** A policy of the server refuses the request. */
public class PolicyViolationException extends ApiException {

    private static final long serialVersionUID = 1L;

    public PolicyViolationException(String message) {
        super(message);
    }

    public PolicyViolationException(String message, Throwable cause) {
        super(message, cause);
    }
}
