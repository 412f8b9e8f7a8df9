package io.leat.common.errors;

/** The request went to the wrong kind of endpoint. */
public class MismatchedEndpointTypeException extends ApiException {

    private static final long serialVersionUID = 1L;

    public MismatchedEndpointTypeException(String message) {
        super(message);
    }
}
