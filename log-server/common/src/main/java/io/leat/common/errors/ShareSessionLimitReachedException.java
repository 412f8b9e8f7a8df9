package io.leat.common.errors;

/** The broker has as many share sessions as it allows. */
public class ShareSessionLimitReachedException extends RetriableException {

    private static final long serialVersionUID = 1L;

    public ShareSessionLimitReachedException(String message) {
        super(message);
    }
}
