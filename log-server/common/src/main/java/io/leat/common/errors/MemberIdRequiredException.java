package io.leat.common.errors;

/** The member has to join again with the id it was given. */
public class MemberIdRequiredException extends ApiException {

    private static final long serialVersionUID = 1L;

    public MemberIdRequiredException(String message) {
        super(message);
    }

    public MemberIdRequiredException(String message, Throwable cause) {
        super(message, cause);
    }
}
