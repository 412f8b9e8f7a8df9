package io.leat.common.errors;

/** Another running broker uses this id. */
public class DuplicateBrokerRegistrationException extends ApiException {

    private static final long serialVersionUID = 1L;

    public DuplicateBrokerRegistrationException(String message) {
        super(message);
    }

    public DuplicateBrokerRegistrationException(String message, Throwable cause) {
        super(message, cause);
    }
}
