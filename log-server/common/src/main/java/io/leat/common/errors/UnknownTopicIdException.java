package io.leat.common.errors;

/** The broker has no topic of this id. */
public class UnknownTopicIdException extends InvalidMetadataException {

    private static final long serialVersionUID = 1L;

    public UnknownTopicIdException(String message) {
        super(message);
    }
}
