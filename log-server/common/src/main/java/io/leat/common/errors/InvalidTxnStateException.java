package io.leat.common.errors;

/** The operation does not fit the state of the transaction. */
public class InvalidTxnStateException extends ApiException {

    private static final long serialVersionUID = 1L;

    public InvalidTxnStateException(String message) {
        super(message);
    }
}
