package io.leat.common.errors;

/** The epoch of the share group's state is another one. */
public class FencedStateEpochException extends ApiException {

    private static final long serialVersionUID = 1L;

    public FencedStateEpochException(String message) {
        super(message);
    }
}
