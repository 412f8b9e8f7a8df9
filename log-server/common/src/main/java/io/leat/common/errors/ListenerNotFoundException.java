package io.leat.common.errors;

/** The leader has no listener of the name the client came by. */
public class ListenerNotFoundException extends InvalidMetadataException {

    private static final long serialVersionUID = 1L;

    public ListenerNotFoundException(String message) {
        super(message);
    }

    public ListenerNotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
