package io.leat.common.errors;

/** The topic id differs from that of the log. */
public class InconsistentTopicIdException extends InvalidMetadataException {

    private static final long serialVersionUID = 1L;

    public InconsistentTopicIdException(String message) {
        super(message);
    }
}
