package io.leat.common.errors;

/** The position is outside the snapshot. */
public class PositionOutOfRangeException extends ApiException {

    private static final long serialVersionUID = 1L;

    public PositionOutOfRangeException(String message) {
        super(message);
    }

    public PositionOutOfRangeException(String message, Throwable cause) {
        super(message, cause);
    }
}
