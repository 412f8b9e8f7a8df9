package io.leat.common.errors;

/** The server does not support this kind of endpoint. */
public class UnsupportedEndpointTypeException extends ApiException {

    private static final long serialVersionUID = 1L;

    public UnsupportedEndpointTypeException(String message) {
        super(message);
    }
}
