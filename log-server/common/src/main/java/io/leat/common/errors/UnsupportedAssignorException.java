package io.leat.common.errors;

/** The group does not support the assignor. */
public class UnsupportedAssignorException extends ApiException {

    private static final long serialVersionUID = 1L;

    public UnsupportedAssignorException(String message) {
        super(message);
    }
}
