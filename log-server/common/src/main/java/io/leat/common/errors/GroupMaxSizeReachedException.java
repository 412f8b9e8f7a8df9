package io.leat.common.errors;

/** The group is full. */
public class GroupMaxSizeReachedException extends ApiException {

    private static final long serialVersionUID = 1L;

    public GroupMaxSizeReachedException(String message) {
        super(message);
    }
}
