package io.leat.common.errors;

/** The new leader does not know its high watermark yet. */
public class OffsetNotAvailableException extends RetriableException {

    private static final long serialVersionUID = 1L;

    public OffsetNotAvailableException(String message) {
        super(message);
    }
}
