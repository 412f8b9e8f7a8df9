package io.leat.common.errors;

/** The forwarded principal could not be read. */
public class PrincipalDeserializationException extends ApiException {

    private static final long serialVersionUID = 1L;

    public PrincipalDeserializationException(String message) {
        super(message);
    }

    public PrincipalDeserializationException(String message, Throwable cause) {
        super(message, cause);
    }
}
