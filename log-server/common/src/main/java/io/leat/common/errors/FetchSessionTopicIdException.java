package io.leat.common.errors;

/** The fetch session mixes topic ids and names. */
public class FetchSessionTopicIdException extends RetriableException {

    private static final long serialVersionUID = 1L;

    public FetchSessionTopicIdException(String message) {
        super(message);
    }
}
