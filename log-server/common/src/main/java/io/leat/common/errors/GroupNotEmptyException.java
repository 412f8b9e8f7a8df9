package io.leat.common.errors;

/** The group still has members. */
public class GroupNotEmptyException extends ApiException {

    private static final long serialVersionUID = 1L;

    public GroupNotEmptyException(String message) {
        super(message);
    }
}
