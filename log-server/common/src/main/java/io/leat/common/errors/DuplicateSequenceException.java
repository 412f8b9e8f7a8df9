package io.leat.common.errors;

/** The batch was written before. */
public class DuplicateSequenceException extends ApiException {

    private static final long serialVersionUID = 1L;

    public DuplicateSequenceException(String message) {
        super(message);
    }
}
