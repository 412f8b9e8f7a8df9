package io.leat.common.errors;

/** The telemetry subscription is unknown or old. */
public class UnknownSubscriptionIdException extends ApiException {

    private static final long serialVersionUID = 1L;

    public UnknownSubscriptionIdException(String message) {
        super(message);
    }
}
