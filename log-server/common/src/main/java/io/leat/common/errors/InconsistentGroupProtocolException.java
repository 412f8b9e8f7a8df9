package io.leat.common.errors;

/** The member shares no assignment protocol with its group. */
public class InconsistentGroupProtocolException extends ApiException {

    private static final long serialVersionUID = 1L;

    public InconsistentGroupProtocolException(String message, Throwable cause) {
        super(message, cause);
    }

    public InconsistentGroupProtocolException(String message) {
        super(message);
    }
}
