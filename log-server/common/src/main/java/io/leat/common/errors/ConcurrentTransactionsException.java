package io.leat.common.errors;

/** Another operation on the same transaction is still going on. */
public class ConcurrentTransactionsException extends RetriableException {

    private static final long serialVersionUID = 1L;

    public ConcurrentTransactionsException(String message) {
        super(message);
    }
}
