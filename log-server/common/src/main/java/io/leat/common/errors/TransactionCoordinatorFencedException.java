package io.leat.common.errors;

/** The coordinator that sent the transaction marker has been replaced. */
public class TransactionCoordinatorFencedException extends ApiException {

    private static final long serialVersionUID = 1L;

    public TransactionCoordinatorFencedException(String message) {
        super(message);
    }

    public TransactionCoordinatorFencedException(String message, Throwable cause) {
        super(message, cause);
    }
}
