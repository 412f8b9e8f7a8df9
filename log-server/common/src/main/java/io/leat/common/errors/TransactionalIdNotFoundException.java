package io.leat.common.errors;

/** There is no such transactional id. */
public class TransactionalIdNotFoundException extends ApiException {

    private static final long serialVersionUID = 1L;

    public TransactionalIdNotFoundException(String message) {
        super(message);
    }
}
