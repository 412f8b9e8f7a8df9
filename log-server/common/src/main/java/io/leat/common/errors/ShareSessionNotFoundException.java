package io.leat.common.errors;

/** The broker has no such share session. */
public class ShareSessionNotFoundException extends RetriableException {

    private static final long serialVersionUID = 1L;

    public ShareSessionNotFoundException(String message) {
        super(message);
    }
}
