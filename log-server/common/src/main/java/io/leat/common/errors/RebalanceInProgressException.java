package io.leat.common.errors;

/** The group is rebalancing; the member has to join again. */
public class RebalanceInProgressException extends ApiException {

    private static final long serialVersionUID = 1L;

    public RebalanceInProgressException() {}

    public RebalanceInProgressException(String message, Throwable cause) {
        super(message, cause);
    }

    public RebalanceInProgressException(String message) {
        super(message);
    }

    public RebalanceInProgressException(Throwable cause) {
        super(cause);
    }
}
