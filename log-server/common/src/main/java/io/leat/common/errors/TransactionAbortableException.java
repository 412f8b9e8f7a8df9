package io.leat.common.errors;

/** The transaction cannot go on; abort it to use the transactional id again. */
public class TransactionAbortableException extends ApiException {

    private static final long serialVersionUID = 1L;

    public TransactionAbortableException(String message, Throwable cause) {
        super(message, cause);
    }

    public TransactionAbortableException(String message) {
        super(message);
    }
}
