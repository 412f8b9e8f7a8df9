package io.leat.common.errors;

/** The broker has no such fetch session. */
public class FetchSessionIdNotFoundException extends RetriableException {

    private static final long serialVersionUID = 1L;

    public FetchSessionIdNotFoundException() {}

    public FetchSessionIdNotFoundException(String message) {
        super(message);
    }
}
