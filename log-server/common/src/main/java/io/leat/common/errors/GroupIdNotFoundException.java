package io.leat.common.errors;

/** There is no group of this id. */
public class GroupIdNotFoundException extends ApiException {

    private static final long serialVersionUID = 1L;

    public GroupIdNotFoundException(String message) {
        super(message);
    }
}
