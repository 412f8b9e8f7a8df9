package io.leat.common.errors;

/** There is no controller of this id. */
public class UnknownControllerIdException extends ApiException {

    private static final long serialVersionUID = 1L;

    public UnknownControllerIdException(String message) {
        super(message);
    }
}
