package io.leat.log.protocol;

/**
 * The failure of writing a message: a value has no place in the version that was asked for. A
 * client reports it as "the broker is too old for this"; on a broker it is a bug of the handler.
 */
public final class UnencodableMessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnencodableMessageException(String message) {
        super(message);
    }
}
