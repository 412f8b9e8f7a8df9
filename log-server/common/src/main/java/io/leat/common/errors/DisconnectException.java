package io.leat.common.errors;

/** The connection ended before the response came. */
public class DisconnectException extends RetriableException {

    private static final long serialVersionUID = 1L;

    /** For places where neither message nor cause says more. */
    public static final DisconnectException INSTANCE = new DisconnectException();

    public DisconnectException() {}

    public DisconnectException(String message, Throwable cause) {
        super(message, cause);
    }

    public DisconnectException(String message) {
        super(message);
    }

    public DisconnectException(Throwable cause) {
        super(cause);
    }
}
