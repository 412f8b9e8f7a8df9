package io.leat.common.errors;

/** The record was not sent, because its transaction was aborted. */
public class TransactionAbortedException extends ApiException {

    private static final long serialVersionUID = 1L;

    public TransactionAbortedException(String message, Throwable cause) {
        super(message, cause);
    }

    public TransactionAbortedException(String message) {
        super(message);
    }

    public TransactionAbortedException() {}
}
