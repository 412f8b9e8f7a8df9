package io.leat.common.errors;

/** Not authorized for the transactional id. */
public class TransactionalIdAuthorizationException extends AuthorizationException {

    private static final long serialVersionUID = 1L;

    public TransactionalIdAuthorizationException(String message) {
        super(message);
    }
}
