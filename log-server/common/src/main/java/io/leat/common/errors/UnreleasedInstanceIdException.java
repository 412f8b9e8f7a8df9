package io.leat.common.errors;

/** The former member of this group.instance.id has not left yet. */
public class UnreleasedInstanceIdException extends ApiException {

    private static final long serialVersionUID = 1L;

    public UnreleasedInstanceIdException(String message) {
        super(message);
    }
}
