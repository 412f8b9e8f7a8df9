package io.leat.common.errors;

/** The controller refuses the registration. */
public class InvalidRegistrationException extends ApiException {

    private static final long serialVersionUID = 1L;

    public InvalidRegistrationException(String message) {
        super(message);
    }
}
