package io.leat.log.protocol;

/**
 * The failure of reading a message: its bytes do not follow the protocol. Whoever owns the
 * connection closes it; nothing else is affected.
 */
public final class MalformedMessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String message) {
        super(message);
    }
}
