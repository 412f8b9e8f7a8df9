package io.leat.connect.errors;

/** Failed for now: the worker tries the same call again. */
public class RetriableException extends ConnectException {

    private static final long serialVersionUID = 1L;

    public RetriableException(String message) {
        super(message);
    }

    public RetriableException(String message, Throwable cause) {
        super(message, cause);
    }

    public RetriableException(Throwable cause) {
        super(cause);
    }
}
